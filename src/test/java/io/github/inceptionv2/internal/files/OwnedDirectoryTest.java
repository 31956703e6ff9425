package io.github.inceptionv2.internal.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.inceptionv2.testing.Fixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnedDirectoryTest {

  private static final String HEADER =
      "# The files below were made by the library inception-v2, which deletes them.";

  @TempDir Path temporary;

  private Path directory() {
    return temporary.resolve("owned");
  }

  @Test
  void remove_ownFilesOnly_leavesNothing() throws IOException {
    make("step-1/weights", "step-1/deep/er", "plain");
    OwnedDirectory.remove(directory());

    assertEquals(Set.of(), Fixtures.files(temporary));
  }

  @Test
  void remove_foreignFiles_stayWithTheirDirectories() throws IOException {
    make("step-1/weights", "step-2/weights");
    write("step-1/notes.txt", "step-3/weights", "mine");
    OwnedDirectory.remove(directory());

    assertEquals(
        Set.of("owned/mine", "owned/step-1/notes.txt", "owned/step-3/weights"),
        Fixtures.files(temporary));
  }

  @Test
  void remove_noList_isRefused() throws IOException {
    write("step-1/weights");
    FileSystemException e =
        assertThrows(FileSystemException.class, () -> OwnedDirectory.remove(directory()));

    assertTrue(
        e.getMessage().startsWith(directory() + ": contains \"step-1\" but no list"), "" + e);
    assertEquals(Set.of("owned/step-1/weights"), Fixtures.files(temporary));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside",
        "/etc/hostname",
        "a/../../outside",
        "..",
        "a//b",
        "./outside",
        "a\\..\\outside",
        "a/",
        " a",
        "a\u0000b",
        ""
      })
  void list_pointingOutside_isRefused(String entry) throws IOException {
    Files.createDirectory(directory());
    Files.writeString(temporary.resolve("outside"), "mine");
    Files.writeString(directory().resolve("inception-v2.files"), HEADER + "\n" + entry + "\n");

    assertThrows(FileSystemException.class, () -> OwnedDirectory.open(directory()));
    assertThrows(FileSystemException.class, () -> OwnedDirectory.check(directory()));
    assertThrows(FileSystemException.class, () -> OwnedDirectory.remove(directory()));
    assertEquals(Set.of("outside", "owned/inception-v2.files"), withoutLock());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain\n", "\u00e9", "# The files below\nplain\n"})
  void list_notOfThisLibrary_isRefused(String text) throws IOException {
    write("plain");
    Files.write(
        directory().resolve("inception-v2.files"), text.getBytes(StandardCharsets.ISO_8859_1));

    assertThrows(FileSystemException.class, () -> OwnedDirectory.open(directory()));
    assertTrue(Files.exists(directory().resolve("plain")));
  }

  @Test
  void directoryThatBecameALink_isNotFollowed() throws IOException {
    make("step-1/weights");
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("weights"), "mine");
    Files.delete(directory().resolve("step-1/weights"));
    Files.delete(directory().resolve("step-1"));
    Files.createSymbolicLink(directory().resolve("step-1"), elsewhere);
    OwnedDirectory.remove(directory());

    assertEquals("mine", Files.readString(elsewhere.resolve("weights")));
    assertTrue(Files.isSymbolicLink(directory().resolve("step-1")));
  }

  @Test
  void fileThatBecameALinkOrDirectory_stays() throws IOException {
    make("a", "b");
    Files.writeString(temporary.resolve("mine"), "mine");
    Files.delete(directory().resolve("a"));
    Files.createSymbolicLink(directory().resolve("a"), temporary.resolve("mine"));
    Files.delete(directory().resolve("b"));
    Files.createDirectory(directory().resolve("b"));
    OwnedDirectory.remove(directory());

    assertEquals("mine", Files.readString(temporary.resolve("mine")));
    assertTrue(Files.isSymbolicLink(directory().resolve("a")));
    assertTrue(Files.isDirectory(directory().resolve("b")));
  }

  /** Users may link to a larger disk. */
  @Test
  void linkToADirectory_isUsedAndStays() throws IOException {
    Path disk = Files.createDirectory(temporary.resolve("disk"));
    Files.createSymbolicLink(directory(), disk);
    make("step-1/weights");
    assertTrue(Files.exists(disk.resolve("step-1/weights")));
    OwnedDirectory.remove(directory());

    assertTrue(Files.isSymbolicLink(directory()));
    assertEquals(Set.of(), Fixtures.files(disk));
    assertTrue(Files.isDirectory(disk));
  }

  @Test
  void brokenLinkOrFile_isRefused() throws IOException {
    Files.createSymbolicLink(directory(), temporary.resolve("nowhere"));
    assertThrows(FileSystemException.class, () -> OwnedDirectory.open(directory()));
    Files.delete(directory());
    Files.writeString(directory(), "mine");
    FileSystemException e =
        assertThrows(FileSystemException.class, () -> OwnedDirectory.open(directory()));

    assertTrue(e.getMessage().startsWith(directory() + ": is not a directory"), e.getMessage());
    assertEquals("mine", Files.readString(directory()));
  }

  /** A file that was listed but never written belongs to whoever creates it later. */
  @Test
  void killedBetweenListAndFile_laterFileIsForeign() throws IOException {
    try (OwnedDirectory owned = OwnedDirectory.open(directory())) {
      owned.add(List.of("step-5/weights"));
    }
    OwnedDirectory.open(directory()).close();
    write("step-5/weights");
    OwnedDirectory.remove(directory());

    assertEquals(Set.of("owned/step-5/weights"), Fixtures.files(temporary));
  }

  @Test
  void killedWhileTheListWasWritten_isOpened() throws IOException {
    Files.createDirectory(directory());
    Files.writeString(directory().resolve("inception-v2.files.new"), "# The fi");
    Files.writeString(directory().resolve("inception-v2.lock"), "");
    make("step-1/weights");
    OwnedDirectory.remove(directory());

    assertEquals(Set.of(), Fixtures.files(temporary));
  }

  @Test
  void fileInTheWay_isRefused() throws IOException {
    make("a");
    write("b");
    try (OwnedDirectory owned = OwnedDirectory.open(directory())) {
      assertThrows(FileSystemException.class, () -> owned.add(List.of("b")));
      assertEquals(Set.of("a"), owned.names());
      assertEquals("b-2", owned.unused("b"));
    }
  }

  @Test
  void secondHolder_isRefused_inThisProcessAndByAnotherName() throws IOException {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), directory());
    try (OwnedDirectory owned = OwnedDirectory.open(directory())) {
      for (Path name : List.of(directory(), link, directory().resolve("../owned"))) {
        FileSystemException e =
            assertThrows(FileSystemException.class, () -> OwnedDirectory.open(name));
        assertTrue(e.getMessage().contains("is in use by another training"), e.getMessage());
        assertThrows(FileSystemException.class, () -> OwnedDirectory.remove(name));
      }
      owned.add(List.of("still-mine"));
    }
    OwnedDirectory.open(directory()).close();
  }

  @Test
  void holderInAnotherProcess_excludesOthersUntilItIsKilled() throws Exception {
    Process process = LockHolder.start(directory());
    try {
      FileSystemException e =
          assertThrows(FileSystemException.class, () -> OwnedDirectory.open(directory()));
      assertTrue(e.getMessage().contains("is in use by another training"), e.getMessage());
    } finally {
      process.destroyForcibly().waitFor();
    }
    OwnedDirectory.open(directory()).close();
  }

  @Test
  void readOnlyDirectory_isRefusedByName() throws IOException {
    Files.createDirectory(directory());
    assumeTrue(directory().toFile().setWritable(false) && !Files.isWritable(directory()));
    try {
      FileSystemException e =
          assertThrows(FileSystemException.class, () -> OwnedDirectory.open(directory()));
      assertTrue(e.getMessage().startsWith(directory() + ": cannot be written"), e.getMessage());
    } finally {
      assertTrue(directory().toFile().setWritable(true));
    }
  }

  @Test
  void volume_withLostAndFound_isOpened() throws IOException {
    Files.createDirectories(directory().resolve("lost+found"));
    make("a");
    OwnedDirectory.remove(directory());

    assertTrue(Files.isDirectory(directory().resolve("lost+found")));
    assertFalse(Files.exists(directory().resolve("a")));
  }

  private void make(String... names) throws IOException {
    try (OwnedDirectory owned = OwnedDirectory.open(directory())) {
      owned.add(List.of(names));
      write(names);
    }
  }

  private void write(String... names) throws IOException {
    for (String name : names) {
      Path file = directory().resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "content");
    }
  }

  private Set<String> withoutLock() throws IOException {
    Set<String> files = Fixtures.files(temporary);
    files.remove("owned/inception-v2.lock");
    return files;
  }
}
