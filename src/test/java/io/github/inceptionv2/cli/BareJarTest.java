package io.github.inceptionv2.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Running the library's jar alone, as in {@code java -jar}, names the libraries that it lacks. */
class BareJarTest {

  @Test
  void main_withoutItsLibraries_namesThemInOneLine() throws Exception {
    Path classes = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(java, "-cp", classes.toString(), Main.class.getName(), "--help")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(1, process.waitFor(), output);
    assertEquals(1, output.lines().count(), output);
    assertTrue(
        output.contains(
            "lacks picocli, gson, slf4j-api, tensorflow-core-api, tensorflow-core-native;"),
        output);
    assertTrue(output.contains("bin/inception-v2"), output);
  }
}
