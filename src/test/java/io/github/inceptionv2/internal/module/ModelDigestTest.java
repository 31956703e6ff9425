package io.github.inceptionv2.internal.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelDigestTest {

  @TempDir Path directory;

  private Path module;
  private Path variables;

  @BeforeEach
  void write() throws IOException {
    module = Files.createDirectory(directory.resolve("module"));
    variables = Files.createDirectory(module.resolve("variables"));
    Files.writeString(module.resolve("saved_model.pb"), "graph");
    Files.writeString(variables.resolve("variables.index"), "index");
  }

  @Test
  void linkedVariables_haveTheSameDigest() throws Exception {
    String inPlace = ModelDigest.ofModule(module);
    Path elsewhere = Files.move(variables, directory.resolve("elsewhere"));
    Files.createSymbolicLink(variables, elsewhere);

    assertEquals(inPlace, ModelDigest.ofModule(module));
    Files.writeString(elsewhere.resolve("variables.index"), "other");
    assertNotEquals(inPlace, ModelDigest.ofModule(module));
  }

  @Test
  void moduleWithoutVariables_isRefused() throws Exception {
    Files.delete(variables.resolve("variables.index"));
    assertRefused();
    Files.delete(variables);
    assertRefused();
  }

  private void assertRefused() {
    NoSuchFileException e =
        assertThrows(NoSuchFileException.class, () -> ModelDigest.ofModule(module));
    assertTrue(e.getMessage().startsWith(variables + ": contains no file"), e.getMessage());
  }
}
