package io.github.inceptionv2.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.UserPrincipal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonCacheTest {

  @TempDir Path directory;

  private Path module;

  @BeforeEach
  void write() throws IOException {
    module = directory.resolve("5de20d98872c8bf84bfe98da975eba4ff59fbacb");
    Files.createDirectories(module.resolve("variables"));
    Files.write(module.resolve("saved_model.pb"), new byte[3]);
    Files.write(module.resolve("variables/variables.index"), new byte[3]);
  }

  @Test
  void moduleOfThisUser_isUsedFromAnywhere() throws Exception {
    assertEquals("", new PythonCache(directory, false).problem(Archives.HANDLE));
    assertEquals("", new PythonCache(directory, true).problem(Archives.HANDLE));
  }

  /** Anybody can plant a module in a directory for temporary files. */
  @Test
  void moduleOfAnotherUser_isUsedOnlyFromANamedDirectory() throws Exception {
    giveAway(module);

    String problem = new PythonCache(directory, false).problem(Archives.HANDLE);
    assertTrue(problem.startsWith("belongs to another user"), problem);
    assertEquals("", new PythonCache(directory, true).problem(Archives.HANDLE));
  }

  /** The owner of a directory can replace its contents. */
  @Test
  void moduleInADirectoryOfAnotherUser_isUsedOnlyIfNamed() throws Exception {
    giveAway(directory);

    String problem = new PythonCache(directory, false).problem(Archives.HANDLE);
    assertTrue(problem.startsWith("belongs to another user"), problem);
    assertEquals("", new PythonCache(directory, true).problem(Archives.HANDLE));
  }

  @Test
  void linkOfAnotherUser_isNotFollowedToTheOwner(@TempDir Path elsewhere) throws Exception {
    Path link = Files.createSymbolicLink(elsewhere.resolve("tfhub_modules"), directory);
    assertEquals("", new PythonCache(link, false).problem(Archives.HANDLE));
    giveAway(link);

    String problem = new PythonCache(link, false).problem(Archives.HANDLE);
    assertTrue(problem.startsWith("belongs to another user"), problem);
  }

  private static void giveAway(Path path) throws IOException {
    try {
      UserPrincipal nobody =
          path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
      Files.getFileAttributeView(path, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setOwner(nobody);
    } catch (IOException | UnsupportedOperationException e) {
      assumeTrue(false, "only the superuser can give files away: " + e);
    }
  }

  @Test
  void incompleteModule_isNotUsed() throws Exception {
    Files.delete(module.resolve("variables/variables.index"));

    assertEquals("is incomplete", new PythonCache(directory, true).problem(Archives.HANDLE));
  }

  @Test
  void moduleThatCannotBeCopied_isReported() {
    PythonCache python = new PythonCache(directory.resolve("none"), true);

    var e =
        assertThrows(
            UnusableArchiveException.class,
            () -> python.copy(Archives.HANDLE, directory.resolve("copy")));
    assertTrue(e.getMessage().contains("cannot be copied"), e.getMessage());
  }
}
