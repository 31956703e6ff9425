package io.github.inceptionv2.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.testing.PaintedPhotos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands train, explain and print plain digits even if the default locale has its own digits. */
class OwnDigitsTest {

  private static final Pattern OTHER_DIGIT = Pattern.compile("[\\p{Nd}&&[^0-9]]");

  private final Locale before = Locale.getDefault();

  @TempDir private Path directory;
  private String pictures;

  @BeforeEach
  void paint() throws IOException {
    pictures = PaintedPhotos.folder(directory.resolve("pictures"), 8).toString();
  }

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR", "en-u-nu-thai", "tr-TR"})
  void headIsTrained_andEveryCommandPrintsPlainDigits(String language) throws IOException {
    MainTest.Outcome expected = commands("en", "head", "--optimizer", "adam");
    MainTest.Outcome found = commands(language, "head", "--optimizer", "adam");

    assertEquals(expected.out(), found.out().replace(language, "en"));
    assertFalse(OTHER_DIGIT.matcher(found.err()).find(), found.err());
    assertPlainFiles();
  }

  @Test
  void wholeNetworkIsTrained_withEachRuleAndClipping() throws IOException {
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    for (String rule : List.of("sgd", "momentum", "adam")) {
      String mode = rule.equals("sgd") ? "frozen" : "full";
      train(rule, mode, "--optimizer", rule, "--clip-norm", "1");
    }
    assertPlainFiles();
  }

  /** Values that a process computes only once are computed in the locale that it starts with. */
  @Test
  void processThatStartsWithOtherDigits_trains() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Duser.language=ar", "-Duser.country=EG", "-Dfile.encoding=UTF-8"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments("process", "full"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), "UTF-8");

    assertEquals(0, process.waitFor(), output);
    assertFalse(OTHER_DIGIT.matcher(output).find(), output);
    assertPlainFiles();
  }

  /** Trains a model and passes it to the commands that take one. */
  private MainTest.Outcome commands(String language, String mode, String... options) {
    Locale.setDefault(Locale.forLanguageTag(language));
    String module = train(language, mode, options).toString();
    String image = directory.resolve("pictures/rings/rings-0.png").toString();
    StringBuilder out = new StringBuilder();
    StringBuilder err = new StringBuilder();
    for (String format : List.of("text", "json")) {
      String[] common = {"--model", module, "--format", format, image};
      add(MainTest.run(with(common, "classify", "--top", "2")), out, err);
      add(MainTest.run(with(common, "features")), out, err);
    }
    String file = directory.resolve(language).toString();
    add(MainTest.run("features", "--model", module, "--out", file + ".csv", image), out, err);
    add(MainTest.run("explain", "--model", module, "--html", file + ".html", image), out, err);
    add(MainTest.run("evaluate", "--model", module, "--images", pictures), out, err);
    add(MainTest.run("info", "--model", module), out, err);
    return new MainTest.Outcome(0, out.toString(), err.toString());
  }

  private static String[] with(String[] common, String... first) {
    return Stream.concat(Stream.of(first), Stream.of(common)).toArray(String[]::new);
  }

  private static void add(MainTest.Outcome outcome, StringBuilder out, StringBuilder err) {
    assertEquals(0, outcome.code(), outcome.err());
    out.append(outcome.out());
    err.append(outcome.err());
  }

  private Path train(String name, String mode, String... options) {
    List<String> arguments = arguments(name, mode, options);
    MainTest.Outcome outcome = MainTest.run(arguments.toArray(String[]::new));
    assertEquals(0, outcome.code(), outcome.err());
    assertFalse(OTHER_DIGIT.matcher(outcome.out() + outcome.err()).find(), outcome.err());
    return directory.resolve(name);
  }

  private List<String> arguments(String name, String mode, String... options) {
    List<String> arguments = new ArrayList<>(List.of("finetune", "--images", pictures));
    arguments.addAll(List.of("--model", "untrained", "--size", "64", "--mode", mode));
    arguments.addAll(List.of("--out", directory.resolve(name).toString()));
    if (!mode.equals("head")) {
      arguments.addAll(List.of("--epochs", "1", "--checkpoint-minutes", "0"));
    }
    arguments.addAll(List.of(options));
    return arguments;
  }

  private void assertPlainFiles() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.toList()) {
        String name = directory.relativize(file).toString();
        assertFalse(OTHER_DIGIT.matcher(name).find(), name);
        if (name.matches(".*\\.(md|html|json|txt|csv)")) {
          assertFalse(OTHER_DIGIT.matcher(Files.readString(file)).find(), name);
        }
      }
    }
    assertTrue(Files.exists(directory));
  }
}
