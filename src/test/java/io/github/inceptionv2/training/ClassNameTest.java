package io.github.inceptionv2.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.inceptionv2.Labels;
import io.github.inceptionv2.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Class folders with non-ASCII names work in JVMs that can decode the names, and are refused in
 * others.
 */
class ClassNameTest {

  private static final String COMPOSED = "caf\\303\\251";
  private static final String DECOMPOSED = "cafe\\314\\201";
  private static final String LATIN_1 = "caf\\351";

  @TempDir Path directory;

  @BeforeEach
  void needsAShell() {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")));
  }

  @Test
  void localeWithoutUtf8_isRefusedWithAHint() throws Exception {
    folder(COMPOSED, 1);
    folder("tea", 2);
    String answer = open("C");

    assertTrue(answer.startsWith("refused " + directory), answer);
    assertTrue(answer.contains("has a name that cannot be decoded"), answer);
    assertTrue(answer.contains("set the environment variable LC_ALL to C.UTF-8"), answer);
    assertEquals("class 63 61 66 e9\nclass 74 65 61\nimages 2\n", open("C.UTF-8"));
  }

  @Test
  void latin1OnAUtf8System_isRefused() throws Exception {
    folder(LATIN_1, 1);
    folder("tea", 2);

    assertTrue(open("C.UTF-8").contains("has a name that cannot be decoded"));
  }

  @ParameterizedTest
  @ValueSource(strings = {COMPOSED, DECOMPOSED})
  void eitherForm_givesTheComposedLabel(String name) throws Exception {
    folder(name, 1);
    folder("tea", 2);

    assertEquals("class 63 61 66 e9\nclass 74 65 61\nimages 2\n", open("C.UTF-8"));
  }

  @Test
  void bothFormsInOneFolder_areRefusedNamingBoth() throws Exception {
    folder(COMPOSED, 1);
    folder(DECOMPOSED, 2);
    folder("tea", 3);
    String answer = open("C.UTF-8");

    assertTrue(answer.contains("\"caf\\u00e9\""), answer);
    assertTrue(answer.contains("\"cafe\\u0301\""), answer);
  }

  /** One part was copied through a Mac, which decomposes names. */
  @Test
  void formsDifferingByPart_areOneClass() throws Exception {
    folder("train/" + COMPOSED, 1);
    folder("train/tea", 2);
    folder("test/" + DECOMPOSED, 3);

    assertEquals("class 63 61 66 e9\nclass 74 65 61\nimages 2\n", open("C.UTF-8"));
  }

  @Test
  void labelsOfAModel_matchInEitherForm() {
    Labels decomposed = Labels.of(List.of("tea", "cafe\u0301"));
    Labels composed = Labels.of(List.of("tea", "caf\u00e9"));

    for (Labels model : List.of(decomposed, composed)) {
      assertEquals(1, ClassMap.of(List.of("caf\u00e9"), model).inModel(0));
      assertEquals(1, ClassMap.of(List.of("cafe\u0301"), model).inModel(0));
    }
  }

  /** Creates the folder in a shell, because this JVM may be unable to encode the name. */
  private void folder(String name, int number) throws Exception {
    Path picture = directory.resolveSibling(directory.getFileName() + "-" + number + ".png");
    Files.write(picture, Golden.png(number, 8, 8));
    String script = "d=$(printf '" + name + "'); mkdir -p \"$d\" && mv \"$1\" \"$d/1.png\"";
    Process shell =
        new ProcessBuilder("/bin/sh", "-c", script, "sh", picture.toString())
            .directory(directory.toFile())
            .start();
    assertEquals(0, shell.waitFor());
  }

  private String open(String locale) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            FolderProbe.class.getName(),
            directory.toString());
    builder.environment().put("LC_ALL", locale);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return new String(builder.start().getInputStream().readAllBytes()).replace("\r", "");
  }
}
