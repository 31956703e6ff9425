package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.testing.Fixtures;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The unpacked distribution works when it is run from another directory. */
@Tag("distribution")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DistributionIT {

  private static final String ANSWER = "   92.60 %  sunflowers";

  @TempDir private static Path directory;

  private static Path home;
  private static Path work;
  private static Path photo;

  private record Outcome(int code, String out, String err) {}

  @BeforeAll
  static void unpack() throws Exception {
    String name = "inception-v2-" + System.getProperty("project.version");
    String platform = System.getProperty("dist.platform");
    Path archive = Path.of("target", name + "-" + platform + ".tar.gz").toAbsolutePath();
    Path place = Files.createDirectory(directory.resolve("a place"));
    String[] tar = {"tar", "xzf", archive.toString(), "-C", place.toString()};
    assertEquals(0, new ProcessBuilder(tar).inheritIO().start().waitFor());
    home = place.resolve(name);
    work = Files.createDirectory(directory.resolve("work"));
    photo = Files.copy(Fixtures.flower(), work.resolve("my flower.jpg"));
  }

  private static Outcome run(Path input, Map<String, String> environment, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/inception-v2").toString()));
    command.addAll(List.of(arguments));
    return start(input, environment, command);
  }

  private static Outcome start(Path input, Map<String, String> environment, List<String> command)
      throws Exception {
    File out = directory.resolve("out").toFile();
    File err = directory.resolve("err").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(work.toFile()).redirectOutput(out).redirectError(err);
    if (input != null) {
      builder.redirectInput(input.toFile());
    }
    builder.environment().keySet().removeAll(List.of("TF_CPP_MIN_LOG_LEVEL", "MALLOC_ARENA_MAX"));
    builder.environment().put("TF_ENABLE_ONEDNN_OPTS", "1"); // TensorFlow prints a notice about it
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("XDG_CACHE_HOME", directory.resolve("caches").toString());
    builder.environment().putAll(environment);
    int code = builder.start().waitFor();
    return new Outcome(code, Files.readString(out.toPath()), Files.readString(err.toPath()));
  }

  private static String flowers() {
    return Path.of("models/flowers").toAbsolutePath().toString();
  }

  private static String[] classify(String image) {
    return new String[] {"classify", "--model", flowers(), "--top", "1", image};
  }

  @Test
  void firstAndLaterStarts_printTheAnswerAndNothingElse() throws Exception {
    Path caches = directory.resolve("caches/inception-v2-classes");
    Outcome first = run(null, Map.of(), classify("my flower.jpg"));
    assertEquals(new Outcome(0, "my flower.jpg\n" + ANSWER + "\n", ""), first);
    try (Stream<Path> archives = Files.list(caches)) {
      List<String> names = archives.map(file -> file.getFileName().toString()).toList();
      assertEquals(1, names.size(), names.toString());
      assertTrue(names.get(0).matches("\\d+\\.jsa"), names.get(0));
    }
    assertEquals(first, run(null, Map.of(), classify("my flower.jpg")));
    assertEquals(
        first, run(null, Map.of("INCEPTION_V2_CLASSES", "off"), classify("my flower.jpg")));
  }

  @Test
  void standardInput_isReadAsAnImage() throws Exception {
    assertEquals(new Outcome(0, "-\n" + ANSWER + "\n", ""), run(photo, Map.of(), classify("-")));
  }

  @Test
  void exitCodes_arePassedOn() throws Exception {
    assertEquals(1, run(null, Map.of(), classify("none.jpg")).code());
    assertEquals(2, run(null, Map.of(), "classify", "--top", "0", "a.jpg").code());
    assertTrue(run(null, Map.of(), "--version").out().startsWith("inception-v2 0."));
  }

  @Test
  void symbolicLink_startsTheProgram() throws Exception {
    Path link = directory.resolve("link");
    Files.createSymbolicLink(link, home.resolve("bin/inception-v2"));
    Outcome outcome = start(null, Map.of(), List.of(link.toString(), "--version"));
    assertEquals(0, outcome.code(), outcome.err());
  }

  @Test
  void missingJava_isReportedInOneLine() throws Exception {
    Outcome outcome = run(null, Map.of("JAVA_HOME", "/nowhere"), "--version");
    assertEquals(1, outcome.code());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertTrue(outcome.err().contains("install Java 17 or newer"), outcome.err());
  }

  @Test
  void libraries_areForOnePlatform() throws IOException {
    try (Stream<Path> libraries = Files.list(home.resolve("lib"))) {
      List<String> natives =
          libraries
              .map(file -> file.getFileName().toString())
              .filter(name -> name.matches(".*-(linux|macosx|windows|android|ios)-.*"))
              .sorted()
              .toList();
      String platform = System.getProperty("dist.platform");
      assertEquals(
          List.of(
              "javacpp-1.5.11-" + platform + ".jar",
              "tensorflow-core-native-1.1.0-" + platform + ".jar"),
          natives);
    }
  }

  @Test
  void completionAndManual_areIncluded() throws Exception {
    Path completion = home.resolve("share/bash-completion/completions/inception-v2");
    String script =
        "source '"
            + completion
            + "'; COMP_WORDS=(inception-v2 cla); COMP_CWORD=1;"
            + " _complete_inception-v2; echo ${COMPREPLY[@]}";
    assertEquals("classify\n", start(null, Map.of(), List.of("bash", "-c", script)).out());
    String manual = Files.readString(home.resolve("share/man/man1/inception-v2-classify.1"));
    assertTrue(manual.contains(".TH \"INCEPTION\\-V2\\-CLASSIFY\" \"1\""), manual);
    assertTrue(manual.contains("files\\-from"), manual);
  }
}
