package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.JavaBlocks;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java program on the guide's export page prints the output shown there. */
class OnnxGuideTest {

  private static final Path PAGE = Path.of("src/site/markdown/export.md");

  @TempDir Path directory;

  @Test
  void program_classifiesThePhotograph() throws Exception {
    String page = Files.readString(PAGE);
    Path file = directory.resolve("flowers.onnx");
    ModelSource.directory(Path.of("models/flowers")).writeOnnx(file);
    JavaBlocks.compile(directory, "Classify", JavaBlocks.in(page).get(1));

    String printed =
        JavaBlocks.run(directory, "Classify", file.toString(), Fixtures.flower().toString());
    assertEquals(5, printed.lines().count(), printed);
    assertTrue(page.contains("```text\n" + printed + "```"), printed);
  }
}
