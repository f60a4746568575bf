//! What can go wrong between a run and its folder, said in both languages with its remedy.

use std::fmt::Display;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::{Error, cause_of};
use crate::words::Bilingual;

/// A fault of the machine or of the folder, which its owner can repair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The disk has no room left.
    NoSpace(PathBuf),
    /// The folder or file cannot be written by this user.
    ReadOnly(PathBuf),
    /// A file stands where a folder is to be.
    NotAFolder(PathBuf),
    /// A file cannot be written, for the reason the system gives.
    CannotWrite(PathBuf, Bilingual),
    /// A file cannot be read, for the reason the system gives.
    CannotRead(PathBuf, Bilingual),
    /// A file of a run is not as this program wrote it.
    NotOurs(PathBuf, String),
    /// The record of a run was changed since it was written.
    Edited(PathBuf),
    /// The folder holds results already.
    Occupied(PathBuf),
    /// The folder holds a run that was interrupted.
    Unfinished(PathBuf),
    /// Another process is at work in the folder.
    UnderWay {
        /// Which folder.
        folder: PathBuf,
        /// The number of the process.
        by: String,
    },
    /// There is no interrupted run to go on with.
    NothingToResume(PathBuf),
    /// A part of a sweep is lost, or is not the one that was written.
    LostPart(PathBuf),
    /// The sweep has another number of points or replications.
    OtherSize {
        /// Its folder.
        folder: PathBuf,
        /// Points, or replications.
        what: Bilingual,
        /// How many it has.
        there: u32,
        /// How many are asked for.
        here: u32,
    },
    /// The run there is another one: the first difference is named.
    OtherRun {
        /// The run's folder.
        folder: PathBuf,
        /// What differs.
        what: String,
        /// Its value in the folder.
        there: String,
        /// Its value in the run asked for.
        here: String,
    },
    /// The part of another sweep among those to be joined: the first difference is named.
    ForeignPart {
        /// Its folder.
        folder: PathBuf,
        /// What differs.
        what: String,
        /// Its value in that folder.
        there: String,
        /// Its value in the first folder.
        here: String,
    },
    /// The machine gave no thread to work with.
    NoThreads(String),
}

impl Trouble {
    /// A failed write, by its cause.
    pub fn writing(path: &Path, cause: &io::Error) -> Trouble {
        let path = path.to_owned();
        match cause.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Trouble::NoSpace(path),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Trouble::ReadOnly(path),
            io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => Trouble::NotAFolder(path),
            _ => Trouble::CannotWrite(path, cause_of(cause)),
        }
    }

    /// A failed read.
    pub fn reading(path: &Path, cause: &io::Error) -> Trouble {
        Trouble::CannotRead(path.to_owned(), cause_of(cause))
    }

    /// A file that is truncated or foreign.
    pub fn not_ours(path: &Path, why: impl Display) -> Trouble {
        Trouble::NotOurs(path.to_owned(), why.to_string())
    }

    /// What to tell the reader, remedy included.
    pub fn text(&self) -> Bilingual {
        match self {
            Trouble::NoSpace(path) => no_space(path),
            Trouble::ReadOnly(path) => read_only(path),
            Trouble::NotAFolder(path) => not_a_folder(path),
            Trouble::CannotWrite(path, why) => cannot_write(path, why),
            Trouble::CannotRead(path, why) => cannot_read(path, why),
            Trouble::NotOurs(path, why) => not_ours(path, why),
            Trouble::Edited(path) => edited(path),
            Trouble::Occupied(folder) => occupied(folder),
            Trouble::Unfinished(folder) => unfinished(folder),
            Trouble::UnderWay { folder, by } => under_way(folder, by),
            Trouble::NothingToResume(folder) => nothing_to_resume(folder),
            Trouble::LostPart(path) => lost_part(path),
            Trouble::OtherSize { folder, what, there, here } => other_size(folder, what, *there, *here),
            Trouble::OtherRun { folder, what, there, here } => other_run(folder, what, there, here),
            Trouble::ForeignPart { folder, what, there, here } => foreign_part(folder, what, there, here),
            Trouble::NoThreads(why) => no_threads(why),
        }
    }
}

fn both(fr: String, en: String) -> Bilingual {
    Bilingual { fr, en }
}

fn no_space(path: &Path) -> Bilingual {
    let path = path.display();
    both(
        format!(
            "plus de place sur le disque pour écrire {path}\nremède : libérez de la place, puis relancez la commande, avec --resume si des résultats étaient en cours : ce qui était calculé est gardé"
        ),
        format!(
            "no space left on the disk to write {path}\nremedy: free some space, then repeat the command, with --resume where results were under way: what was computed is kept"
        ),
    )
}

fn read_only(path: &Path) -> Bilingual {
    let path = path.display();
    both(
        format!(
            "{path} ne peut pas être écrit : droits insuffisants ou dossier en lecture seule\nremède : choisissez un autre dossier avec --out DOSSIER"
        ),
        format!(
            "{path} cannot be written: no permission, or a read-only folder\nremedy: choose another folder with --out DIR"
        ),
    )
}

fn not_a_folder(path: &Path) -> Bilingual {
    let path = path.display();
    both(
        format!(
            "{path} ne peut pas être créé : un fichier porte ce nom, ou celui d’un de ses dossiers\nremède : choisissez un autre dossier avec --out DOSSIER"
        ),
        format!(
            "{path} cannot be made: a file has that name, or that of one of its folders\nremedy: choose another folder with --out DIR"
        ),
    )
}

fn cannot_write(path: &Path, why: &Bilingual) -> Bilingual {
    let (path, fr, en) = (path.display(), &why.fr, &why.en);
    both(
        format!(
            "{path} ne peut pas être écrit : {fr}\nremède : choisissez un autre dossier avec --out DOSSIER"
        ),
        format!("{path} cannot be written: {en}\nremedy: choose another folder with --out DIR"),
    )
}

fn cannot_read(path: &Path, why: &Bilingual) -> Bilingual {
    let of_a_sweep = path.file_name().is_some_and(|name| name == "sweep.json" || name == "design.parquet");
    let (files, files_en) = match of_a_sweep {
        true => ("sweep.json, design.parquet et parts", "sweep.json, design.parquet and parts"),
        false => ("run.json et indicators.parquet", "run.json and indicators.parquet"),
    };
    let (path, fr, en) = (path.display(), &why.fr, &why.en);
    both(
        format!(
            "{path} ne peut pas être lu : {fr}\nremède : indiquez le dossier d’une exécution, qui contient {files}"
        ),
        format!("{path} cannot be read: {en}\nremedy: name the folder of a run, which holds {files_en}"),
    )
}

fn not_ours(path: &Path, why: &str) -> Bilingual {
    let path = path.display();
    both(
        format!(
            "{path} est tronqué ou vient d’un autre programme : {why}\nremède : la commande qui recalcule l’exécution est dans run.json, sous « reproduce »"
        ),
        format!(
            "{path} is truncated or was written by another program: {why}\nremedy: the command that recomputes the run stands in run.json, under \"reproduce\""
        ),
    )
}

fn edited(path: &Path) -> Bilingual {
    let path = path.display();
    both(
        format!(
            "{path} a été modifié depuis son écriture : son empreinte (sha256) ne lui correspond pas\nremède : remettez une copie du fichier, ou recalculez l’exécution avec --force"
        ),
        format!(
            "{path} was changed since it was written: its digest (sha256) does not fit it\nremedy: put a copy of the file back, or compute the run again with --force"
        ),
    )
}

fn occupied(folder: &Path) -> Bilingual {
    let folder = folder.display();
    both(
        format!(
            "{folder} contient déjà des résultats\nremède : choisissez un autre dossier avec --out, ou remplacez-les avec --force"
        ),
        format!(
            "{folder} already holds results\nremedy: choose another folder with --out, or replace them with --force"
        ),
    )
}

fn unfinished(folder: &Path) -> Bilingual {
    let folder = folder.display();
    both(
        format!(
            "{folder} contient une exécution interrompue\nremède : poursuivez-la avec --resume, ou recommencez avec --force"
        ),
        format!(
            "{folder} holds a run that was interrupted\nremedy: go on with --resume, or start again with --force"
        ),
    )
}

fn under_way(folder: &Path, by: &str) -> Bilingual {
    let folder = folder.display();
    both(
        format!(
            "{folder} est occupé : le processus {by} y calcule\nremède : attendez qu’il ait fini, ou choisissez un autre dossier avec --out"
        ),
        format!(
            "{folder} is in use: process {by} is computing there\nremedy: wait until it is done, or choose another folder with --out"
        ),
    )
}

fn nothing_to_resume(folder: &Path) -> Bilingual {
    let folder = folder.display();
    both(
        format!("{folder} ne contient aucune exécution interrompue\nremède : retirez --resume"),
        format!("{folder} holds no interrupted run\nremedy: leave out --resume"),
    )
}

fn lost_part(path: &Path) -> Bilingual {
    let path = path.display();
    both(
        format!(
            "{path} manque ou n’est plus ce qui a été écrit (son empreinte est dans sweep.json)\nremède : la commande de cette part, avec --resume, le recalcule"
        ),
        format!(
            "{path} is missing or no longer what was written (its digest is in sweep.json)\nremedy: the command of this part, with --resume, computes it again"
        ),
    )
}

fn other_size(folder: &Path, what: &Bilingual, there: u32, here: u32) -> Bilingual {
    let (folder, Bilingual { fr, en }) = (folder.display(), what);
    both(
        format!(
            "le plan d’expériences dans {folder} a {there} {fr}, {here} sont demandés ici\nremède : demandez-en {there} ; mutualise sweep en ajoute avec --extend, et ce qui existe reste tel quel ; ou recommencez avec --force"
        ),
        format!(
            "the sweep in {folder} has {there} {en}, here {here} are asked for\nremedy: ask for {there}; mutualise sweep adds with --extend, and what exists stays as it is; or start again with --force"
        ),
    )
}

fn other_run(folder: &Path, what: &str, there: &str, here: &str) -> Bilingual {
    let folder = folder.display();
    both(
        format!(
            "l’exécution dans {folder} est une autre : {what} y vaut {there}, ici {here}\nremède : donnez les mêmes options, ou recommencez avec --force"
        ),
        format!(
            "the run in {folder} is another one: its {what} is {there}, here it is {here}\nremedy: give the same options, or start again with --force"
        ),
    )
}

fn foreign_part(folder: &Path, what: &str, there: &str, here: &str) -> Bilingual {
    let folder = folder.display();
    both(
        format!(
            "{folder} est une part d’un autre plan d’expériences : {what} y vaut {there}, et {here} dans le premier dossier\nremède : ne joignez que les parts d’un même plan"
        ),
        format!(
            "{folder} is a part of another sweep: its {what} is {there}, and {here} in the first folder\nremedy: join only parts of one sweep"
        ),
    )
}

fn no_threads(why: &str) -> Bilingual {
    both(
        format!("le système n’a pas donné les fils d’exécution demandés : {why}\nremède : --threads 1"),
        format!("the system did not give the threads asked for: {why}\nremedy: --threads 1"),
    )
}

impl From<Trouble> for Error {
    fn from(trouble: Trouble) -> Error {
        Error::Usage(trouble.text())
    }
}
