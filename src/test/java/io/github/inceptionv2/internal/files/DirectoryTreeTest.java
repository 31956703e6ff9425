package io.github.inceptionv2.internal.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTreeTest {

  @TempDir Path directory;

  private Path outside;
  private Path tree;

  @BeforeEach
  void makeTrees() throws IOException {
    outside = Files.createDirectories(directory.resolve("outside"));
    Files.writeString(outside.resolve("file"), "kept");
    tree = Files.createDirectories(directory.resolve("tree"));
  }

  @Test
  void delete_directory_removesEverythingBelow() throws IOException {
    Files.createDirectories(tree.resolve("a/b/empty"));
    Files.writeString(tree.resolve("a/b/file"), "text");
    Files.writeString(tree.resolve("a-file"), "text");

    DirectoryTree.delete(tree);

    assertGone(tree);
  }

  @Test
  void delete_linkInside_keepsItsTarget() throws IOException {
    Files.createSymbolicLink(tree.resolve("link"), outside);

    DirectoryTree.delete(tree);

    assertGone(tree);
    assertKept();
  }

  @Test
  void delete_linkToADirectory_removesTheLinkOnly() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), outside);

    DirectoryTree.delete(link);

    assertGone(link);
    assertKept();
  }

  @Test
  void delete_linkToNothing_removesTheLink() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("missing"));

    DirectoryTree.delete(link);

    assertGone(link);
  }

  @Test
  void delete_file_removesIt() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "text");

    DirectoryTree.delete(file);

    assertGone(file);
  }

  @Test
  void delete_missing_doesNothing() throws IOException {
    DirectoryTree.delete(directory.resolve("missing"));

    assertKept();
  }

  private static void assertGone(Path path) {
    assertFalse(Files.exists(path, LinkOption.NOFOLLOW_LINKS));
  }

  private void assertKept() throws IOException {
    assertEquals("kept", Files.readString(outside.resolve("file")));
  }
}
