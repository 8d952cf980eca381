//! Files of ties: what is read, and what is said of files that cannot be.

use std::io::Write;
use std::path::Path;

use moatsim::ids::Layer;
use moatsim::scenario::TieFile;
use moatsim::ties::Tie;
use moatsim::ties::import::{EdgeList, IdStyle, ImportReport, TieFileProblem, read_tie_file};

use super::*;

fn read_bytes(name: &str, bytes: &[u8]) -> Result<(EdgeList, ImportReport), TieFileProblem> {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("a file can be written");
    read_tie_file(&TieFile::new(path, Layer::Friend)).map_err(|problem| TieFileProblem { path: name.into(), ..problem })
}

#[track_caller]
fn check(text: &str, people: u32, pairs: &[[u32; 2]], ids: IdStyle) -> ImportReport {
    let (list, report) = read_bytes("ties.txt", text.as_bytes()).unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(list.pairs().collect::<Vec<_>>(), pairs);
    assert_eq!((list.people, report.people, report.ids), (people, people, ids));
    assert_eq!(report.ties, pairs.len() as u64);
    report
}

#[track_caller]
fn refused(text: impl AsRef<[u8]>, message: &str) {
    let problem = read_bytes("ties.txt", text.as_ref()).map(|(_, report)| report).expect_err("the file is wrong");
    assert_eq!(problem.to_string(), message);
}

fn compressed(text: &str) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(text.as_bytes()).expect("memory can be written");
    packer.finish().expect("memory can be written")
}

#[test]
fn separators_comments_and_headers() {
    let path = [[0, 1], [1, 2]];
    for text in [
        "0 1\n1 2\n",
        "0\t1\n1\t2",
        "0,1\r\n1,2\r\n",
        "0; 1\n1; 2\n",
        "  0   1\n\n 1\t2  \n",
        "# of people\n% and\n// more\n0 1\n# in between\n1 2\n",
        "\u{feff}u,v\n0,1\n1,2\n",
        "Source;Target\n0;1\n1;2\n",
        "\"from\",\"to\"\n\"0\",\"1\"\n\"1\",\"2\"\n",
        "name of one,name of other\n0,1\n1,2\n",
        "u,v,since\n0,1,2019\n1,2\n",
        "0,1\n1,2,\n",
    ] {
        check(text, 3, &path, IdStyle::FromZero);
    }
}

#[test]
fn ids_of_every_style() {
    check("1 2\n2 3\n", 3, &[[0, 1], [1, 2]], IdStyle::FromOne);
    check("0 4\n2 3\n", 5, &[[0, 4], [2, 3]], IdStyle::FromZero);
    check("1000 7\n7 20\n", 3, &[[0, 1], [0, 2]], IdStyle::Numbers);
    check("0 1000000\n", 2, &[[0, 1]], IdStyle::Numbers);
    check("zoe,anna\nanna,李雷\n", 3, &[[0, 1], [1, 2]], IdStyle::Text);
    check("anna bob\n", 2, &[[0, 1]], IdStyle::Text);
    check("anna 7\n7 8\n", 3, &[[0, 1], [1, 2]], IdStyle::Text);
    check("18446744073709551615 0\n", 2, &[[0, 1]], IdStyle::Numbers);
    check("%%MatrixMarket matrix coordinate pattern symmetric\n% made by hand\n3 3 2\n2 1\n3 2\n", 3, &[[0, 1], [1, 2]], IdStyle::FromOne);
}

#[test]
fn self_ties_and_doubles_are_counted_and_left_out() {
    let report = check("# ties\n0 1\n1 0\n0 1\n2 2\n1 2\n", 3, &[[0, 1], [1, 2]], IdStyle::FromZero);
    assert_eq!((report.lines, report.self_ties, report.doubles), (6, 1, 2));
}

fn graph_of(text: &str, people: u32) -> TieGraph {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("ties.csv");
    std::fs::write(&path, text).expect("a file can be written");
    let ties = ties_of(people, TieSource::File(TieFile::new(path, Layer::Friend)));
    ties.check();
    ties
}

#[test]
fn layers_and_weights_come_from_the_file() {
    // The mean weight is 4; both directions of 0 – 1 add up to 8.
    let text = "source,target,weight,layer\n0,1,5,work\n1,0,3,kin\n1,2,2,\n2,3,1.9,Acquaintance\n0,3,4.1,friend\n";
    let ties = graph_of(text, 4);
    let tie = |a, b| ties.tie_between(a, b).expect("they are tied");
    assert_eq!(tie(0, 1), Tie::weighted(Layer::Kin, 2));
    assert_eq!(tie(1, 2), Tie::weighted(Layer::Friend, 0));
    assert_eq!(tie(2, 3), Tie::weighted(Layer::Acquaintance, 0));
    assert_eq!(tie(0, 3), Tie::weighted(Layer::Friend, 1));
    assert_eq!(graph_of("0 1 kin\n1 2 work\n", 3).tie_between(1, 2), Some(Tie::new(Layer::Work)));
    assert_eq!(graph_of("0 1 7\n1 2 7\n", 3).tie_between(1, 2), Some(Tie::new(Layer::Friend)));
    assert_eq!(graph_of("layer,u,v\nkin,0,1\n", 2).tie_between(1, 0), Some(Tie::new(Layer::Kin)));
}

#[test]
fn compressed_files_are_read_whatever_their_name() {
    let (list, _) = read_bytes("ties", &compressed("0 1\n1 2\n")).expect("the file is right");
    assert_eq!(list.pairs().collect::<Vec<_>>(), [[0, 1], [1, 2]]);
}

#[test]
fn a_wrong_line_is_shown_with_its_place() {
    refused(
        "u,v\n0,1\n1,x\n",
        "ties.txt:3:3: found the id `x`, needed a whole number like the ids before\n  3 │ 1,x\n    │   ^\n  = where some ids are text, let a \
         tie of two such people come first: then all are read as text",
    );
    refused("0 1\n# why\n5\n", "ties.txt:3: found 1 of the 2 columns that are needed, separated by spaces\n  3 │ 5");
    refused("0,1\n1 2\n", "ties.txt:2: found 1 of the 2 columns that are needed, separated by commas\n  2 │ 1 2");
    refused("0,1\n,2\n", "ties.txt:2:1: an id is missing here\n  2 │ ,2\n    │ ^");
    refused(
        "u,v,layer\n0,1,kin\n1,2,freind\n",
        "ties.txt:3:5: found the layer `freind`, needed one of kin, friend, work, acquaintance, stranger\n  3 │ 1,2,freind\n    │     ^\n  = \
         did you mean `friend`?",
    );
    refused(
        "李,雷,weight\n李,雷,1\n李,韩,-2\n",
        "ties.txt:3:5: found the weight `-2`, needed a number above 0\n  3 │ 李,韩,-2\n    │     ^",
    );
    refused("u\tv\tweight\n0\t1\tNaN\n", "ties.txt:2:5: found the weight `NaN`, needed a number above 0\n  2 │ 0\t1\tNaN\n    │  \t \t^");
    refused(
        "0 1 2 3\n",
        "ties.txt:1: column 4 holds `3`; without a line of names, a tie has two ids and then at most a layer (kin, friend, work, \
         acquaintance, stranger) and a weight\n  1 │ 0 1 2 3",
    );
    refused(
        "  0 1\n  2 1e5\n",
        "ties.txt:2:5: found the id `1e5`, needed a whole number like the ids before\n  2 │   2 1e5\n    │     ^\n  = where some ids are text, let a tie of two such people come first: then all are read as text",
    );
    refused(
        "0 1\n1 2 kin\n",
        "ties.txt:2:5: found `kin` in column 3, but the first line has 2 columns\n  2 │ 1 2 kin\n    │     ^\n  = what a column holds is told \
         by the first line: the names of columns, or a whole tie",
    );
    refused(
        "u,v,weight\n0,1,2,kin\n",
        "ties.txt:2:7: found `kin` in column 4, but the first line has 3 columns\n  2 │ 0,1,2,kin\n    │       ^\n  = what a column holds is told \
         by the first line: the names of columns, or a whole tie",
    );
    refused("u,weight\n1,2\n", "ties.txt:1: this line names the columns, but not two for the ends of a tie\n  1 │ u,weight");
    refused(b"0 1\n\xff\xfe\xfd\n", "ties.txt:2: this line is not UTF-8 text\n  = save the file as UTF-8");
}

#[test]
fn a_first_line_of_words_that_no_other_has_is_not_taken_for_a_tie() {
    let told = "ties.txt:1: `name` and `friend` stand on this line alone: are they people?\n  1 │ name,friend\n  = if it names the columns, remove it, or \
                name them `source` and `target`; if it is a tie, write such a line above it";
    let ring = "zoe,anna\nanna,bob\nbob,carl\ncarl,zoe\n";
    let pairs = [[0, 1], [0, 3], [1, 2], [2, 3]];
    refused(format!("name,friend\n{ring}"), told);
    check(&format!("source,target\n{ring}"), 4, &pairs, IdStyle::Text);
    check(ring, 4, &pairs, IdStyle::Text);
    check("u v\nana ben\ncleo dan\neve fay\ngus hal\nida jo\n", 10, &[[0, 1], [2, 3], [4, 5], [6, 7], [8, 9]], IdStyle::Text);
    check("name friend\nname zoe\nzoe anna\nanna bob\nbob zoe\n", 5, &[[0, 1], [0, 2], [2, 3], [2, 4], [3, 4]], IdStyle::Text);
    // A few pairs may be all that there are.
    check("ana ben\ncleo dan\neve fay\n", 6, &[[0, 1], [2, 3], [4, 5]], IdStyle::Text);
}

#[test]
fn files_of_something_else_are_named() {
    refused("", "ties.txt: this file is empty; a file of ties has two ids on each line");
    refused("# nothing\n\n", "ties.txt: there is no tie in the 2 lines of this file; a tie is two ids on a line");
    refused("u,v\n", "ties.txt: there is no tie in the 1 lines of this file; a tie is two ids on a line");
    refused("0 1\n\0\0\n", "ties.txt:2: this file is not text (it holds zero bytes); a list of ties is needed");
    refused(
        b"PK\x03\x04....",
        "ties.txt: this file is a zip archive; plain text or gzip is needed\n  = save it as plain text, or compress that with gzip",
    );
    refused("1".repeat(70_000), "ties.txt:1: this line is longer than 65536 bytes; a file of ties has one tie a line");
    let text: String = (0..5000).map(|tie| format!("{tie} {}\n", tie * 7919 % 5003)).collect();
    let whole = compressed(&text);
    let problem = read_bytes("ties.gz", &whole[..whole.len() / 2]).map(|_| ()).expect_err("the file is cut off");
    assert!(problem.to_string().ends_with("the compressed file ends too early: it was cut off when it was copied"), "{problem}");
    let mut damaged = whole.clone();
    damaged[40..60].fill(0xff);
    read_bytes("ties.gz", &damaged).map(|_| ()).expect_err("the file is damaged");
}

#[test]
fn a_missing_file_and_a_folder_are_told_apart() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let problem = |path: &Path| {
        let file = TieFile::new(path.to_owned(), Layer::Kin);
        read_tie_file(&file).map(|_| ()).expect_err("this is no file").message
    };
    assert!(problem(&folder.path().join("none")).starts_with("cannot open this file of ties"));
    assert_eq!(problem(folder.path()), "this is a folder; a file of ties is needed");
}

#[test]
fn another_number_of_people_is_refused() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("ties.csv");
    std::fs::write(&path, "0 1\n").expect("a file can be written");
    let scenario = scenario(5, TieSource::File(TieFile::new(path, Layer::Friend)));
    let error = generate(&scenario, chance()).expect_err("the file has two people");
    assert!(
        error.to_string().ends_with("holds 2 people, but the run asks for 5: a population from a file has the file's people"),
        "{error}"
    );
}

#[test]
fn real_files_have_their_published_sizes() {
    let Some(folder) = std::env::var_os("MOAT_DATA") else {
        println!("skipped: MOAT_DATA names no folder of real data");
        return;
    };
    for (name, people, count, clustering) in [
        ("college-Caltech36-edges.csv", 769, 16_656, Some(0.409)),
        ("ego-facebook.txt", 4_039, 88_234, Some(0.606)),
        ("lastfm-asia-edges.csv", 7_624, 27_806, None),
        ("email-eu-core.txt", 1_005, 16_064, None),
    ] {
        let path = Path::new(&folder).join("graphs").join(name);
        let file = TieFile::new(path, Layer::Friend);
        let (_, report) = read_tie_file(&file).unwrap_or_else(|problem| panic!("{problem}"));
        assert_eq!((report.people, report.ties), (people, count), "{name}: {report:?}");
        let (ties, groups) = made(&scenario(people, TieSource::File(file)));
        ties.check();
        groups.check(people);
        if let Some(published) = clustering {
            let found = local_clustering(&ties);
            assert!((found - published).abs() < 0.001, "the clustering of {name} is {found}, not {published}");
        }
    }
}
