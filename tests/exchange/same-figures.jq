# Every figure of a reference ($reference) against an answer of `daybook trends --json`: the differences, one a line.
def differs($expected; $actual):
  if ($expected | type) == "number" and ($actual | type) == "number"
  then ($expected - $actual) | (. > 1e-6 or . < -1e-6)
  else $expected != $actual
  end;
. as $answer
| $reference[0]
| [paths(type != "object" and type != "array")] as $figures
| ($figures[] | . as $path
   | ($reference[0] | getpath($path)) as $expected
   | ($answer | getpath($path)) as $actual
   | select(differs($expected; $actual))
   | "\(map(tostring) | join(".")): expected \($expected), got \($actual)"),
  (if ($figures | length) < 240 then "the reference has only \($figures | length) figures" else empty end)
