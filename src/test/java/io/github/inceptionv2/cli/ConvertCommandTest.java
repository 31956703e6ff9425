package io.github.inceptionv2.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.testing.OnnxModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code convert} writes ONNX files. */
class ConvertCommandTest {

  private static final String FLOWERS = "models/flowers";

  @TempDir Path directory;

  @Test
  void convert_onnx_writesAFileThatOnnxRuntimeOpens() throws Exception {
    Path file = directory.resolve("flowers.onnx");
    MainTest.Outcome outcome =
        MainTest.run("convert", "--from", FLOWERS, "--to", file.toString(), "--format", "onnx");

    assertEquals(0, outcome.code(), outcome.err());
    assertEquals("wrote " + file + "\n", outcome.out());
    try (OnnxModel exported = new OnnxModel(file)) {
      assertEquals(
          Set.of("logits", "probabilities", "feature_vector"), exported.outputs().keySet());
    }
  }

  @Test
  void convert_unknownFormat_listsKnownFormats() {
    String file = directory.resolve("flowers.tflite").toString();
    MainTest.Outcome outcome =
        MainTest.run("convert", "--from", FLOWERS, "--to", file, "--format", "tflite");

    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("'tflite' is not one of module, onnx"), () -> outcome.err());
  }

  /** The weights take 41 MB, so the heap cannot have held the whole file. */
  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void convert_onnxWithLessHeapThanWeights_succeeds() throws Exception {
    Path file = directory.resolve("flowers.onnx");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx40m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "convert",
                "--from",
                FLOWERS,
                "--to",
                file.toString(),
                "--format",
                "onnx")
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(0, process.waitFor(), out);
    Path other = directory.resolve("other.onnx");
    ModelSource.parse(FLOWERS).writeOnnx(other);
    assertEquals(-1, Files.mismatch(file, other));
  }
}
