package io.github.inceptionv2.cli;

import static io.github.inceptionv2.cli.MainTest.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.cli.MainTest.Outcome;
import io.github.inceptionv2.testing.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class OptionValuesTest {

  private static final List<String> VALUES =
      List.of("abc", "0", "-1", "1e9", "", "NaN", "99999999999");

  /** Words of Java, of picocli, and of this library's builders. */
  private static final Pattern INTERNAL =
      Pattern.compile(
          "Exception|picocli|java\\.|\\ban? (int|long|double|boolean)\\b|[a-z][A-Z]\\w+ \\(|null");

  @TempDir Path directory;

  static Stream<Arguments> options() {
    return new CommandLine(Commands.class)
        .getSubcommands().values().stream()
            .map(CommandLine::getCommandSpec)
            .flatMap(
                command ->
                    command.options().stream()
                        .filter(option -> !option.usageHelp() && !option.versionHelp())
                        .map(option -> Arguments.of(command.name(), option.longestName())));
  }

  /** The model does not exist, so commands with valid values end soon too. */
  @ParameterizedTest
  @MethodSource("options")
  void badValue_anyOption_isReportedInCommandLineTerms(String command, String name) {
    for (String value : values(command, name)) {
      Outcome outcome = run(line(command, name, value));
      String error = outcome.err().lines().findFirst().orElse("");

      assertTrue(outcome.code() == 1 || outcome.code() == 2, name + "=" + value + outcome);
      assertFalse(INTERNAL.matcher(error).find(), name + "=" + value + ": " + error);
      if (outcome.code() == 2) {
        assertTrue(error.contains(name) || error.contains("name of a model"), error);
      }
    }
  }

  /** Returns the bad values of an option; a switch allows an empty value after its equals sign. */
  private static List<String> values(String command, String name) {
    boolean isSwitch =
        new CommandLine(Commands.class)
                .getSubcommands()
                .get(command)
                .getCommandSpec()
                .findOption(name)
                .type()
            == boolean.class;
    return VALUES.stream().filter(value -> !isSwitch || !value.isEmpty()).toList();
  }

  private String[] line(String command, String name, String value) {
    CommandSpec spec =
        new CommandLine(Commands.class).getSubcommands().get(command).getCommandSpec();
    List<String> args = new ArrayList<>(List.of(command, name + "=" + value));
    for (OptionSpec other : spec.options()) {
      boolean isNeeded = other.required() || other.longestName().equals("--model");
      if (isNeeded && !other.longestName().equals(name)) {
        args.add(other.longestName() + "=" + directory.resolve("none"));
      }
    }
    if (List.of("classify", "features", "explain", "similar", "uncertain").contains(command)) {
      args.add(directory.resolve("none.jpg").toString());
    }
    if (command.equals("explain") && !name.equals("--out") && !name.equals("--format")) {
      args.add("--format=json");
    }
    return args.toArray(String[]::new);
  }

  @ParameterizedTest
  @CsvSource({
    "classify --threads abc, Invalid value for option '--threads': 'abc' is not a whole number",
    "classify --threads 99999999999, out of range; expected a whole number from",
    "classify --batch 0, --batch (0) must be from 1 to 1024",
    "classify --threads 0, --threads (0) must be from 1 to 1024",
    "classify --device tpu, '--device (TPU) must be CPU, GPU, or a numbered GPU such as GPU:1'",
    "classify --format xml,"
        + " 'Invalid value for option ''--format'': ''xml'' is not one of text, json'",
    "finetune --mode all, 'is not one of head, full, frozen'",
    "finetune --size 5, --size (5) must be from 32 to 1024",
    "finetune --mode full --warm-up -1, --warm-up (-1.0) must be from 0.0",
    "finetune --mode full --learning-rate 101, --learning-rate (101.0) must be from 0.0 to 100.0",
    "finetune --learning-rate NaN, is not a number such as 0.1",
    "finetune --epochs abc, is not a whole number",
  })
  void badValue_message_namesTheOptionAndWhatWasExpected(String line, String message) {
    List<String> args = new ArrayList<>(List.of(line.split(" ")));
    args.addAll(
        args.get(0).equals("classify")
            ? List.of("--model", "untrained", "x.jpg")
            : List.of("--images", directory.toString(), "--out", "out"));
    Outcome outcome = run(args.toArray(String[]::new));

    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains(message), outcome.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "CPU", "gpu:1"})
  void device_anyCase_isAccepted(String device) {
    RuntimeArguments arguments = new RuntimeArguments();
    CommandLine line =
        new CommandLine(
            CommandSpec.create().addMixin("r", CommandSpec.forAnnotatedObject(arguments)));
    line.parseArgs("--device", device);

    assertTrue(arguments.options().toString().contains(device.toUpperCase(Locale.ROOT)), device);
  }

  /** Picocli reads {@code @b.jpg} as an argument file unless configured otherwise. */
  @Test
  void image_namedLikeAnArgumentFile_isAnImage() throws Exception {
    Path image = Files.copy(Fixtures.flower(), directory.resolve("@b.jpg"));
    Files.copy(Fixtures.flower(), directory.resolve("b.jpg"));
    Outcome outcome =
        run("classify", "--model", "models/flowers", "--format", "json", image.toString());
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(1, outcome.objects().size());

    // Only a relative name can begin with @.
    Outcome missing = run("classify", "--model", "models/flowers", "@pom.xml");
    assertEquals(1, missing.code(), missing.err());
    assertTrue(missing.err().contains("@pom.xml: there is no such file"), missing.err());
  }
}
