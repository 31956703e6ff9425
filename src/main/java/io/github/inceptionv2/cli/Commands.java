package io.github.inceptionv2.cli;

import io.github.inceptionv2.DeviceUnavailableException;
import io.github.inceptionv2.InferenceException;
import io.github.inceptionv2.NativeLibraryException;
import io.github.inceptionv2.training.TrainingDivergedException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code inception-v2} command with its subcommands. */
@Command(
    name = "inception-v2",
    description = "Classify images and compute feature vectors with Inception V2.",
    mixinStandardHelpOptions = true,
    versionProvider = Commands.Version.class,
    subcommands = {
      ClassifyCommand.class,
      FeaturesCommand.class,
      ExplainCommand.class,
      SimilarCommand.class,
      UncertainCommand.class,
      InfoCommand.class,
      RuntimeCommand.class,
      CheckCommand.class,
      ConvertCommand.class,
      FetchCommand.class,
      CacheCommand.class,
      FinetuneCommand.class,
      EvaluateCommand.class,
      CalibrateCommand.class,
      CommandLine.HelpCommand.class
    })
final class Commands {

  private Commands() {}

  /** Runs a command with output in UTF-8, and returns its exit code. */
  static int run(OutputStream out, OutputStream err, String... args) {
    Output output = new Output(out);
    CommandLine line =
        new CommandLine(new Commands())
            .setOut(writer(output))
            .setErr(writer(err))
            .setExpandAtFiles(false) // an image may be called @b.jpg
            .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF)) // colours would be escaped
            .registerConverter(Path.class, FileNames::path)
            .setParameterExceptionHandler(Commands::reject)
            .setExecutionExceptionHandler(Commands::report);
    line.setExecutionStrategy(Commands::execute);
    OptionValues.register(line);
    TerminalWidth.set(line, System.getenv("COLUMNS"));
    int exitCode = line.execute(args);
    line.getOut().flush();
    if (output.failure().isEmpty()) {
      return exitCode;
    }
    line.getErr()
        .println(
            "error: cannot write to standard output ("
                + Failures.message(output.failure().get())
                + "); the results are incomplete");
    return ExitCode.SOFTWARE;
  }

  private static int execute(CommandLine.ParseResult parsed) {
    OutputFormat.check(parsed);
    return new CommandLine.RunLast().execute(parsed);
  }

  private static PrintWriter writer(OutputStream stream) {
    return new EscapedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
  }

  /** Prints what is wrong with a command line, and where to find help. */
  private static int reject(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    if (args.length == 0) {
      command.usage(err);
    } else {
      err.println("error: " + e.getMessage());
      UnmatchedArgumentException.printSuggestions(e, err);
      err.println("For help: " + command.getCommandSpec().qualifiedName() + " --help");
    }
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** Prints an expected failure in one line. Rethrows any other exception. */
  private static int report(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof Output.BrokenException) {
      return ExitCode.SOFTWARE;
    }
    boolean isExpected =
        e instanceof IOException
            || e instanceof InferenceException
            || e instanceof NativeLibraryException
            || e instanceof DeviceUnavailableException
            || e instanceof TrainingDivergedException
            || e instanceof IllegalArgumentException
            || e instanceof UnsupportedOperationException;
    if (!isExpected) {
      throw e;
    }
    command.getErr().println("error: " + Failures.message(e));
    return ExitCode.SOFTWARE;
  }

  /** Reads the version from the manifest of the jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Commands.class.getPackage().getImplementationVersion();
      return new String[] {"inception-v2 " + (version == null ? "(development)" : version)};
    }
  }
}
