/** Graphs, as `graphOf` reads them, and how `history --graph` draws them. */
export interface Drawing {
  readonly name: string;
  readonly graph: string;
  readonly rows?: readonly string[];
  readonly unicode: string;
  readonly ascii: string;
}

export const DRAWINGS: readonly Drawing[] = [
  {
    name: "one line",
    graph: `
a
b <- a
c <- b`,
    unicode: String.raw`
○  c (head), rev c
○  b, rev b
○  a, rev a`,
    ascii: String.raw`
*  c (head), rev c
*  b, rev b
*  a, rev a`,
  },
  {
    name: "a diamond, the database in its middle",
    graph: `
a || main
b <- a
c <- a
d <- b, c
e <- d`,
    rows: ["b"],
    unicode: String.raw`
○  e (main) (head), rev e
○  d (main) (mergepoint), rev d
├─╮
◉ │  b (main) (current), rev b
│ ○  c (main), rev c
├─╯
●  a (main) (branchpoint), rev a`,
    ascii: String.raw`
o  e (main) (head), rev e
o  d (main) (mergepoint), rev d
|\
@ |  b (main) (current), rev b
| o  c (main), rev c
|/
*  a (main) (branchpoint), rev a`,
  },
  {
    name: "a criss-cross",
    graph: `
a
b <- a
c <- a
d <- b, c
e <- b, c
f <- d, e`,
    unicode: String.raw`
○  f (head) (mergepoint), rev f
├─╮
○ │  d (mergepoint), rev d
├─│─╮
│ ○ │  e (mergepoint), rev e
├─┴─┤
○   │  b (branchpoint), rev b
│   ○  c (branchpoint), rev c
├───╯
○  a (branchpoint), rev a`,
    ascii: String.raw`
*  f (head) (mergepoint), rev f
|\
* |  d (mergepoint), rev d
|-|\
| * |  e (mergepoint), rev e
|/ \|
*   |  b (branchpoint), rev b
|   *  c (branchpoint), rev c
|--/
*  a (branchpoint), rev a`,
  },
  {
    name: "a merge of three, whose last branch is longer",
    graph: `
a
b <- a
c <- a
d <- a
d2 <- d
m <- b, c, d2
n <- m`,
    unicode: String.raw`
○  n (head), rev n
○  m (mergepoint), rev m
├─┬─╮
○ │ │  b, rev b
│ ○ │  c, rev c
├─╯ │
│   ○  d2, rev d2
│ ╭─╯
│ ○  d, rev d
├─╯
○  a (branchpoint), rev a`,
    ascii: String.raw`
*  n (head), rev n
*  m (mergepoint), rev m
|\ \
* | |  b, rev b
| * |  c, rev c
|/  |
|   *  d2, rev d2
|  /
| *  d, rev d
|/
*  a (branchpoint), rev a`,
  },
  {
    name: "several bases, one on its own",
    graph: `
a
b <- a
x
y <- x
m <- b, y
z`,
    unicode: String.raw`
○  m (head) (mergepoint), rev m
├─╮
○ │  b, rev b
○ │  a, rev a
  │ ○  z (head), rev z
  ○  y, rev y
╭─╯
○  x, rev x`,
    ascii: String.raw`
*  m (head) (mergepoint), rev m
|\
* |  b, rev b
* |  a, rev a
  | *  z (head), rev z
  *  y, rev y
 /
*  x, rev x`,
  },
  {
    name: "dependencies in both directions",
    graph: `
a || main
b <- a
x | a
y <- x | b
c <- b`,
    unicode: String.raw`
○  y (head) (depends on b), rev y
├┄╮
○ ┊  x (depends on a), rev x
┊ ┊ ○  c (main) (head), rev c
┊ ├─╯
┊ ○  b (main), rev b
├─╯
○  a (main), rev a`,
    ascii: String.raw`
*  y (head) (depends on b), rev y
|\
* :  x (depends on a), rev x
: : *  c (main) (head), rev c
: :/
: *  b (main), rev b
:/
*  a (main), rev a`,
  },
  {
    name: "a dependency on what goes on elsewhere",
    graph: `
a
b <- a
c <- b | y
x
y <- x
z <- y`,
    rows: ["b", "x"],
    unicode: String.raw`
○  c (head) (depends on y), rev c
├┄╮
◉ ┊  b (current), rev b
● ┊  a, rev a
  ┊ ○  z (head), rev z
  ├─╯
  ○  y, rev y
╭─╯
◉  x (current), rev x`,
    ascii: String.raw`
o  c (head) (depends on y), rev c
|\
@ :  b (current), rev b
* :  a, rev a
  : o  z (head), rev z
  :/
  o  y, rev y
 /
@  x (current), rev x`,
  },
  {
    name: "a merge inside a merge",
    graph: `
a
b <- a
c <- a
d <- b
e <- b
f <- d, e
g <- c
h <- f, g
i <- h
j <- c
k <- j`,
    unicode: String.raw`
○  i (head), rev i
○  h (mergepoint), rev h
├─╮
○ │  f (mergepoint), rev f
├─│─╮
○ │ │  d, rev d
│ │ ○  e, rev e
├─│─╯
│ ○  g, rev g
│ │ ○  k (head), rev k
│ │ ○  j, rev j
│ ├─╯
○ │  b (branchpoint), rev b
│ ○  c (branchpoint), rev c
├─╯
○  a (branchpoint), rev a`,
    ascii: String.raw`
*  i (head), rev i
*  h (mergepoint), rev h
|\
* |  f (mergepoint), rev f
|-|\
* | |  d, rev d
| | *  e, rev e
|-|/
| *  g, rev g
| | *  k (head), rev k
| | *  j, rev j
| |/
* |  b (branchpoint), rev b
| *  c (branchpoint), rev c
|/
*  a (branchpoint), rev a`,
  },
  {
    name: "a merge of a revision with its ancestor",
    graph: `
a
b <- a
c <- b
d <- c, a`,
    unicode: String.raw`
○  d (head) (mergepoint), rev d
├─╮
○ │  c, rev c
○ │  b, rev b
├─╯
○  a (branchpoint), rev a`,
    ascii: String.raw`
*  d (head) (mergepoint), rev d
|\
* |  c, rev c
* |  b, rev b
|/
*  a (branchpoint), rev a`,
  },
  {
    name: "many heads",
    graph: `
a
b <- a
c <- a
d <- a
e <- a
f <- b`,
    unicode: String.raw`
○  c (head), rev c
│ ○  d (head), rev d
├─╯
│ ○  e (head), rev e
├─╯
│ ○  f (head), rev f
│ ○  b, rev b
├─╯
○  a (branchpoint), rev a`,
    ascii: String.raw`
*  c (head), rev c
| *  d (head), rev d
|/
| *  e (head), rev e
|/
| *  f (head), rev f
| *  b, rev b
|/
*  a (branchpoint), rev a`,
  },
  {
    name: "a dependency on an own ancestor",
    graph: `
a
b <- a
c <- b | a`,
    unicode: String.raw`
○  c (head) (depends on a), rev c
├┄╮
○ ┊  b, rev b
├┄╯
○  a, rev a`,
    ascii: String.raw`
*  c (head) (depends on a), rev c
|\
* :  b, rev b
|/
*  a, rev a`,
  },
];
