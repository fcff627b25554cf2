//! `init`: a working project to start from.

use super::Stop;
use super::arguments::Init;
use super::output::Output;
use crate::project::builtin::STARTER;

pub fn run(command: &Init, output: &Output) -> Result<(), Stop> {
    let folder = &command.folder;
    let occupied = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if occupied || folder.is_file() {
        return Err(Stop::Usage(format!(
            "`{}` exists and is not empty\n  help: name a folder that does not exist yet",
            folder.display()
        )));
    }
    for text in STARTER {
        output.write(&folder.join(text.file), text.text.as_bytes())?;
    }
    let shown = folder.display();
    output.remark(&format!(
        "\nNext:\n  clearwatt check {shown}\n  clearwatt score {shown}\n  clearwatt chart ranking {shown} -o ranking.svg"
    ));
    Ok(())
}
