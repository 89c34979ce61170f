// Fuzzing of what is read from outside. `instrument FILE` adds the recording of coverage to a built assembly;
// `run MINUTES FOLDER [READER…]` then changes inputs at random and keeps those that reach new code. A refusal is right; an exception, or a slow answer, is a finding.
using OAuth2Server.Fuzzing;

switch (args)
{
    case ["instrument", var file]:
        SharpFuzz.Fuzzer.Instrument(file, _ => true, SharpFuzz.Options.Value);
        break;
    case ["run", var minutes, var folder, .. var names]:
        return Fuzzer.Run(names, TimeSpan.FromMinutes(double.Parse(minutes, System.Globalization.CultureInfo.InvariantCulture)), folder);
    default:
        Console.Error.WriteLine("Usage: instrument FILE | run MINUTES FOLDER [READER…]");
        return 2;
}
return 0;
