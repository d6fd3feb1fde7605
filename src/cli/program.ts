import { Command, CommanderError } from 'commander';
import { addDoctorCommand } from './doctor.command';
import { addExportCommand } from './export.command';
import { addImportCommand } from './import.command';
import { addMigrateCommand } from './migrate.command';
import { addPersonalDataCommand } from './personal-data.command';
import { addReportCommand } from './report.command';
import { addRetentionCommand } from './retention.command';
import { addSampleCommand } from './sample.command';
import { addSchemaCommand } from './schema.command';
import { addServeCommand } from './serve.command';
import { addTemplateCommand } from './template.command';
import { addTokenCommand } from './token.command';
import { addVerifyListCommand } from './verify-list.command';
import { tellFailure } from './failure';

/** Each adds one command to the program, loading what it needs only when it runs: help answers at once. */
const COMMANDS: readonly ((program: Command) => void)[] = [addServeCommand, addMigrateCommand, addSampleCommand, addImportCommand, addSchemaCommand, addDoctorCommand, addTokenCommand, addPersonalDataCommand, addRetentionCommand, addTemplateCommand, addExportCommand, addReportCommand, addVerifyListCommand];

/** A command that was made apart and added has not inherited it. */
function throwUsageErrors(command: Command): void {
  command.exitOverride();
  command.commands.forEach(throwUsageErrors);
}

/** Runs what the words after the program's own two say. @returns the exit code: 0 done, 1 refused or not possible, 2 wrong usage. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  const program = new Command('vcs-atlas')
    .description("A county's voluntary and community sector: who works in each district, with whom, and where the gaps are.")
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: false });
  for (const add of COMMANDS) add(program);
  throwUsageErrors(program);
  try {
    await program.parseAsync([...argv]);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return tellFailure(error);
  }
}
