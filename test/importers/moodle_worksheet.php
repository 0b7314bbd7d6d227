<?php
// The cells of a worksheet, read as Moodle reads it: lib/csvlib.class.php, csv_import_reader::load_csv_content().
$content = trim(preg_replace('!\r\n?!', "\n", preg_replace('/^\xEF\xBB\xBF/', '', stream_get_contents(STDIN))));
$file = tmpfile();
fwrite($file, $content);
rewind($file);
$rows = [];
while ($row = fgetcsv($file, 0, ',', '"', '\\')) {
    $rows[] = $row;
}
echo json_encode($rows);
