// Fuzzing of what is read from outside. `instrument FILE` adds the recording of coverage to a built assembly;
// `run MINUTES FOLDER [READER…]` then changes inputs at random and keeps those that reach new code. A refusal is right; an exception, or a
// slow answer, is a finding. `read READER INPUT` repeats a finding, with assemblies that are not instrumented.
using OAuth2Server.Fuzzing;

switch (args)
{
    case ["instrument", var file]:
        SharpFuzz.Fuzzer.Instrument(file, _ => true, SharpFuzz.Options.Value);
        break;
    case ["run", var minutes, var folder, .. var names]:
        return Fuzzer.Run(names, TimeSpan.FromMinutes(double.Parse(minutes, System.Globalization.CultureInfo.InvariantCulture)), folder);
    case ["read", var name, var input]:
        Console.WriteLine(Target.All.Single(target => target.Name == name).Reads(File.ReadAllBytes(input)) ? "accepted" : "refused");
        break;
    default:
        Console.Error.WriteLine("Usage: instrument FILE | run MINUTES FOLDER [READER…] | read READER INPUT");
        return 2;
}
return 0;
