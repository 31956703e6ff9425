package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TensorFlow loads, or an error says why not, in separate JVMs with unusual environments. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class NativeEnvironmentTest {

  @TempDir Path directory;

  /** A file is in the way of the directories, so not even root can create them. */
  @Test
  void unwritableHomeAndTemporaryDirectory_areNamed() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    ProcessBuilder process =
        process(List.of("-Duser.home=" + file, "-Djava.io.tmpdir=" + file), List.of());
    process.environment().put("HOME", file.toString());
    String out = output(process.redirectError(ProcessBuilder.Redirect.DISCARD));

    assertTrue(out.contains("neither " + file.resolve(".javacpp").resolve("cache")), out);
    assertTrue(out.contains("set the system property org.bytedeco.javacpp.cachedir"), out);
  }

  @Test
  void twoClassLoaders_shareOneLibrary() throws Exception {
    String cache = Path.of(System.getProperty("user.home"), ".javacpp", "cache").toString();
    assertEquals(
        List.of("computed 1001", "computed 1001"),
        run(List.of(), List.of(cache, cache)).lines().toList());
  }

  /** Searching all jars for them took longer than TensorFlow itself. */
  @Test
  void unneededCudaLibraries_areNotSearchedFor() throws Exception {
    String cache = Path.of(System.getProperty("user.home"), ".javacpp", "cache").toString();
    ProcessBuilder process =
        process(List.of("-Dorg.bytedeco.javacpp.logger.debug=true"), List.of(cache));
    String out = output(process.redirectErrorStream(true));

    assertTrue(out.contains("computed 1001"), out);
    assertTrue(out.contains("Loading class org.tensorflow.internal.c_api.TF_Output"), out);
    assertFalse(out.contains("Loading library cu"), out);
  }

  /** A second copy of the library would terminate the JVM. */
  @Test
  void twoClassLoaders_withALibraryEach_areRefused() throws Exception {
    String cache = Path.of(System.getProperty("user.home"), ".javacpp", "cache").toString();
    List<String> lines =
        run(List.of(), List.of(cache, directory.resolve("cache").toString())).lines().toList();

    assertEquals("computed 1001", lines.get(0));
    assertTrue(
        lines.get(1).contains("another class loader of this JVM has loaded it"), lines.get(1));
  }

  private static String run(List<String> options, List<String> arguments) throws Exception {
    ProcessBuilder process = process(options, arguments);
    return output(process.redirectError(ProcessBuilder.Redirect.DISCARD));
  }

  private static ProcessBuilder process(List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
    command.add(NativeProbe.class.getName());
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }

  private static String output(ProcessBuilder builder) throws Exception {
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), out);
    return out;
  }
}
