import { runProgram } from './program';

void runProgram(process.argv).then((code) => {
  process.exitCode = code;
});
