package io.github.inceptionv2.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputFolderTest {

  private static final String PART =
      "part-00000-2e7e3a3e-0d6c-4d8e-8f3c-0a5d1c1f9b7e-c000.snappy.parquet";

  @TempDir Path directory;

  private Path out() throws IOException {
    return Files.createDirectories(directory.resolve("out"));
  }

  private static SaveMode mode(Path out, boolean overwrites) throws IOException {
    return OutputFolder.of(out.toString(), new Configuration()).mode(overwrites);
  }

  @Test
  void missingAndEmptyFolders_areWritten() throws Exception {
    assertEquals(SaveMode.ErrorIfExists, mode(directory.resolve("none"), false));
    assertEquals(SaveMode.Overwrite, mode(out(), false));
  }

  @Test
  void outputOfAnEarlierJob_isReplacedOnlyOnRequest() throws Exception {
    for (String name : new String[] {PART, "." + PART + ".crc", "_SUCCESS", "._SUCCESS.crc"}) {
      Files.createFile(out().resolve(name));
    }
    Files.createDirectory(out().resolve("_temporary"));
    String message =
        assertThrows(IllegalArgumentException.class, () -> mode(out(), false)).getMessage();
    assertTrue(
        message.endsWith(
            "out already exists; choose another folder, or replace it with --overwrite"),
        message);
    assertEquals(SaveMode.Overwrite, mode(out(), true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"notes.txt", "part-notes.txt", "part-00000-x.csv", "_SUCCESS.txt", ".git"})
  void filesOfTheUser_areNotOverwritten(String name) throws Exception {
    Files.createFile(out().resolve(PART));
    Files.createFile(out().resolve(name));
    assertRefused("holds " + name + ", which is not the output of such a job");
  }

  @Test
  void foldersOfTheUser_areNotOverwritten() throws Exception {
    Files.createDirectory(out().resolve(PART));
    assertRefused("holds " + PART);
    Files.delete(out().resolve(PART));
    Files.delete(out());
    Files.createFile(directory.resolve("out"));
    assertRefused("out is a file; expected a folder");
  }

  private void assertRefused(String expected) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> mode(directory.resolve("out"), true))
            .getMessage();
    assertTrue(message.contains(expected), message);
  }

  @Test
  void discard_keepsFilesOfTheUser() throws Exception {
    OutputFolder folder = OutputFolder.of(out().toString(), new Configuration());
    Files.createFile(out().resolve("notes.txt"));
    folder.discard();
    assertTrue(Files.exists(out().resolve("notes.txt")));
    Files.delete(out().resolve("notes.txt"));
    Files.createDirectories(out().resolve("_temporary").resolve("0"));
    folder.discard();
    assertFalse(Files.exists(directory.resolve("out")));
    folder.discard();
  }

  @Test
  void unknownFileSystem_isNamed() {
    String message =
        assertThrows(IOException.class, () -> mode(Path.of("nowhere:/a"), true)).getMessage();
    assertTrue(
        message.startsWith("--out nowhere:/a is not in a file system that this Spark can use ("),
        message);
    assertTrue(message.endsWith("add the file system's jar with --packages"), message);
  }
}
