#!/bin/sh
# Grades a class on Slurm, four shards as an array:
#   SUBMISSIONS=~/submissions MARKS=~/marks sbatch deploy/slurm.sh
#   npx gradlab report ~/marks/*/results.json --format html -o class.html
#SBATCH --job-name=gradlab
#SBATCH --array=1-4
#SBATCH --cpus-per-task=2
#SBATCH --mem=4G
#SBATCH --time=02:00:00
set -eu
exec node bin/gradlab.js grade "$SUBMISSIONS" --out "$MARKS/$SLURM_ARRAY_TASK_ID" --resume --exit-zero --shard "$SLURM_ARRAY_TASK_ID/4"
