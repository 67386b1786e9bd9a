filedesc://torres.arc 0.0.0.0 20240403103000 text/plain 67
1 0 Chappe
URL IP-address Archive-date Content-type Archive-length

https://torres.example/irun 192.0.2.1 20240403103000 text/html 455
HTTP/1.1 200 OK
Content-Type: text/html; charset=utf-8

<!DOCTYPE html><html lang="es"><head><title>La torre de Moncloa y la línea de Irún</title></head><body><article><h1>La torre de Moncloa y la línea de Irún</h1><p>La línea de Castilla unió Madrid con Irún y fue la primera que funcionó completa en España, desde el año 1846.</p><p>Tenía más de cincuenta torres, situadas a una distancia de dos o tres leguas.</p></article></body></html>
https://torres.example/x.gif 192.0.2.1 20240403103001 image/gif 30
HTTP/1.1 200 OK
A: b

GIF8
