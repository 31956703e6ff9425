package io.github.inceptionv2.internal.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class PrivateDirectoryTest {

  @TempDir Path parent;

  private Path expected;

  @BeforeEach
  void name() throws IOException {
    expected = parent.resolve("x-" + Files.getAttribute(parent, "unix:uid"));
  }

  @Test
  void directory_isPrivateAndTheSameEachTime() throws IOException {
    Path made = PrivateDirectory.in(parent, "x");

    assertEquals(expected, made);
    assertPrivate(made);
    assertEquals(made, PrivateDirectory.in(parent, "x"));
  }

  @Test
  void directoryOfAnEarlierProcess_isReused() throws IOException {
    Files.createDirectory(
        expected,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));

    assertEquals(expected, PrivateDirectory.in(parent, "x"));
  }

  @Test
  void plantedLink_isNotFollowed() throws IOException {
    Path target = Files.createDirectory(parent.resolve("target"));
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
    Files.createSymbolicLink(expected, target);

    assertOther(PrivateDirectory.in(parent, "x"));
  }

  @Test
  void directoryWritableByOthers_isNotUsed() throws IOException {
    Files.createDirectory(expected);
    Files.setPosixFilePermissions(expected, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertOther(PrivateDirectory.in(parent, "x"));
  }

  @Test
  void fileInItsPlace_isNotUsed() throws IOException {
    Files.createFile(expected);

    assertOther(PrivateDirectory.in(parent, "x"));
  }

  @Test
  void noParent_fails() {
    assertThrows(IOException.class, () -> PrivateDirectory.in(parent.resolve("none"), "x"));
  }

  private void assertOther(Path made) throws IOException {
    assertNotEquals(expected, made);
    assertPrivate(made);
    assertEquals(made, PrivateDirectory.in(parent, "x"), "the same while the process lives");
  }

  private static void assertPrivate(Path made) throws IOException {
    assertTrue(Files.isDirectory(made, LinkOption.NOFOLLOW_LINKS));
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
  }
}
