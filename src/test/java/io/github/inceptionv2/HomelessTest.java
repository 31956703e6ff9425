package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The library works for a user without a home directory, as in many containers. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class HomelessTest {

  @TempDir Path directory;

  private Path working;
  private Path temporary;

  @BeforeEach
  void makeDirectories() throws Exception {
    working = Files.createDirectory(directory.resolve("working"));
    temporary = Files.createDirectory(directory.resolve("temporary"));
  }

  /** A directory of this name, with 652 MB in it, used to be left in the working directory. */
  @ParameterizedTest
  @ValueSource(strings = {"?", "", ".", "relative/home", "/", "/no/such/home"})
  void unusableUserHome_fallsBackToTheEnvironment(String home) throws Exception {
    String real = System.getProperty("user.home");
    String out = run(home, real, "run");

    assertTrue(out.contains("computed 1001"), out);
    assertTrue(out.contains("libraries " + Path.of(real, ".javacpp", "cache")), out);
    assertTrue(out.contains("models " + Path.of(real)), out);
    assertEquals(
        1, out.split("cannot use the home directory", -1).length - 1, "not reported once: " + out);
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @ValueSource(strings = {"?", "", "/", "/no/such/home"})
  void noHomeAtAll_fallsBackToAPrivateDirectory(String home) throws Exception {
    String first = run("?", home);
    String second = run(home, "?");

    String models = first.lines().filter(line -> line.startsWith("models ")).findFirst().get();
    assertTrue(models.startsWith("models " + temporary.resolve("inception-v2-")), first);
    assertTrue(second.contains(models), "another directory: " + second);
    assertNothingIsLeft();
  }

  /** A file is in the way of the directories, so not even root can create them. */
  @Test
  void nothingWritable_isReportedAndNothingIsLeft() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    temporary = file;
    String out = run("?", file.toString(), "run");

    assertTrue(out.contains("set the system property org.bytedeco.javacpp.cachedir"), out);
    assertNothingIsLeft();
  }

  private void assertNothingIsLeft() throws Exception {
    try (Stream<Path> left = Files.list(working)) {
      assertEquals(List.of(), left.toList());
    }
  }

  private String run(String userHome, String environmentHome, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Duser.home=" + userHome, "-Djava.io.tmpdir=" + temporary));
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
    command.add(HomelessProbe.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(working.toFile());
    builder.environment().put("HOME", environmentHome);
    builder.environment().remove("XDG_CACHE_HOME");
    builder.environment().remove("INCEPTION_V2_CACHE");
    Process process = builder.redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), out);
    return out;
  }
}
