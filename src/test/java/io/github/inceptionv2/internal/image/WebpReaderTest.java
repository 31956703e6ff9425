package io.github.inceptionv2.internal.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A WebP reader is found even if the JDK's registry does not know it, as in a servlet container.
 */
class WebpReaderTest {

  @TempDir Path directory;

  @Test
  void reader_besideTheLibrary_isFound() throws Exception {
    assertEquals("5x7", run("beside"));
  }

  @Test
  void reader_ofTheThreadsClassLoader_isFound() throws Exception {
    assertEquals("5x7", run("thread"));
  }

  @Test
  void reader_nowhere_namesTheDependency() throws Exception {
    String message = run("nowhere");
    assertTrue(message.contains("the class path has no javax.imageio reader for WebP"), message);
    assertTrue(message.contains("com.github.usefulness:webp-imageio"), message);
  }

  private String run(String where) throws Exception {
    Path webp = directory.resolve("photo.webp");
    Files.write(webp, WebpTest.compress(new BufferedImage(7, 5, BufferedImage.TYPE_INT_RGB)));
    String classPath = System.getProperty("java.class.path");
    // Without service files, because the server has this project's classes but no jars.
    String server =
        Stream.of(classPath.split(File.pathSeparator))
            .filter(entry -> !entry.endsWith(".jar"))
            .collect(Collectors.joining(File.pathSeparator));
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    server,
                    WebpReaderProbe.class.getName(),
                    where,
                    classPath,
                    webp.toString()))
            .redirectError(directory.resolve("errors.txt").toFile())
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, process.waitFor(), Files.readString(directory.resolve("errors.txt")));
    return output;
  }
}
