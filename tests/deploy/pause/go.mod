module communique/tests/deploy/pause

go 1.26
