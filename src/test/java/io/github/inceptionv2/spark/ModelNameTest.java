package io.github.inceptionv2.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelNameTest {

  @ParameterizedTest
  @CsvSource({
    "hdfs://host/models/flowers, hdfs://host/models/flowers.tgz#flowers",
    "hdfs:///models/flowers/, hdfs:///models/flowers.tgz#flowers",
    "s3a://bucket/flowers.tar.gz, s3a://bucket/flowers.tgz#flowers",
  })
  void model_inAHadoopFileSystem_isRefusedWithAdvice(String text, String archive) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> ModelName.source(text)).getMessage();
    assertTrue(message.startsWith("model (" + text + ") must be on each machine's own"), message);
    assertTrue(message.contains("\"tar czf flowers.tgz flowers\""), message);
    assertTrue(message.endsWith("--archives " + archive + " --model-file flowers"), message);
  }

  @Test
  void otherModels_areNamedAsOnTheCommandLine() {
    for (String text : new String[] {"imagenet", "models/flowers", "https://example.org/m.tgz"}) {
      assertTrue(ModelName.source(text).toString().endsWith(text), text);
    }
  }

  @Test
  void absolute_isThePathOfAModelOnThisMachine(@TempDir Path directory) throws Exception {
    assertEquals(
        Path.of("models", "flowers").toAbsolutePath().toString(),
        ModelName.absolute("models/flowers"));
    assertEquals("imagenet", ModelName.absolute("imagenet"));
    assertEquals("https://example.org/m.tgz", ModelName.absolute("https://example.org/m.tgz"));
    Path checkpoint = directory.resolve("m.ckpt");
    Files.createFile(directory.resolve("m.ckpt.index"));
    assertEquals(checkpoint.toString(), ModelName.absolute(checkpoint.toString()));
  }
}
