//! What can go wrong between a calibration and its folder, or among free parameters, with remedies it has.

use std::path::Path;

use crate::error::{Error, both};
use crate::experiment::trouble::Trouble;
use crate::words::Lang;

/// The folder holds files of a calibration.
pub(super) fn occupied(folder: &Path) -> Error {
    let folder = folder.display();
    Error::Usage(both(
        format!(
            "{folder} contient déjà un calage\nremède : poursuivez-le avec --resume, ou choisissez un autre dossier avec --out"
        ),
        format!(
            "{folder} already holds a calibration\nremedy: go on with --resume, or choose another folder with --out"
        ),
    ))
}

/// The sets to begin with lack a parameter that is free.
pub(super) fn without(path: &str) -> Error {
    Error::Usage(both(
        format!(
            "les jeux par lesquels commencer n'ont pas « {path} », qui est libre\nremède : donnez ceux d'un calage des mêmes paramètres, ou d'autres paramètres libres avec --free"
        ),
        format!(
            "the sets to begin with do not have `{path}`, which is free\nremedy: give those of a calibration of the same parameters, or other free parameters with --free"
        ),
    ))
}

/// There is nothing to go on with.
pub(super) fn nothing(folder: &Path) -> Error {
    let folder = folder.display();
    Error::Usage(both(
        format!("{folder} ne contient aucun calage\nremède : retirez --resume"),
        format!("{folder} holds no calibration\nremedy: leave out --resume"),
    ))
}

/// One of the files needed to go on is missing.
pub(super) fn missing(folder: &Path, name: &str) -> Error {
    let folder = folder.display();
    Error::Usage(both(
        format!(
            "le calage de {folder} ne peut pas être poursuivi : {name} manque\nremède : remettez ce fichier, ou recommencez dans un autre dossier avec --out"
        ),
        format!(
            "the calibration in {folder} cannot be gone on with: {name} is missing\nremedy: put that file back, or begin again in another folder with --out"
        ),
    ))
}

/// The calibration in the folder is another one: the first difference is named.
pub(super) fn other(folder: &Path, what: &str, there: &str, here: &str) -> Error {
    let folder = folder.display();
    Error::Usage(both(
        format!(
            "le calage de {folder} est un autre : {what} y vaut {there}, ici {here}\nremède : donnez les mêmes options, ou choisissez un autre dossier avec --out"
        ),
        format!(
            "the calibration in {folder} is another one: its {what} is {there}, here it is {here}\nremedy: give the same options, or choose another folder with --out"
        ),
    ))
}

/// A file is not as it was written.
pub(super) fn changed(file: &Path, fr: &str, en: &str) -> Error {
    let file = file.display();
    Error::Usage(both(
        format!(
            "{file} n’est pas tel qu’il a été écrit : {fr}\nremède : remettez une copie du fichier, ou recommencez dans un autre dossier avec --out"
        ),
        format!(
            "{file} is not as it was written: {en}\nremedy: put a copy of the file back, or begin again in another folder with --out"
        ),
    ))
}

/// A failed write: the generations before it are kept, that one is not.
pub(super) fn writing(trouble: Trouble) -> Error {
    let Trouble::NoSpace(path) = &trouble else { return trouble.into() };
    let path = path.display();
    Error::Usage(both(
        format!(
            "plus de place sur le disque pour écrire {path}\nremède : libérez de la place, puis relancez la même commande avec --resume : la génération en cours est perdue, les précédentes sont gardées"
        ),
        format!(
            "no space left on the disk to write {path}\nremedy: free some space, then repeat the command with --resume: the generation under way is lost, those before it are kept"
        ),
    ))
}

/// The free parameters contradict each other wherever they were drawn.
pub(super) fn contradiction(wrong: &Error) -> Error {
    Error::Usage(both(
        format!(
            "les paramètres libres se contredisent presque partout dans leurs plages :\n{}\nremède : resserrez leurs plages (colonnes low et high de --free), ou laissez-en un de côté",
            wrong.render(Lang::Fr, false)
        ),
        format!(
            "the free parameters contradict each other almost everywhere in their ranges:\n{}\nremedy: narrow their ranges (columns low and high of --free), or leave one out",
            wrong.render(Lang::En, false)
        ),
    ))
}
