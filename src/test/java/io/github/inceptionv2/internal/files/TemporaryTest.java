package io.github.inceptionv2.internal.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryTest {

  private static final String UUID = "01234567-89ab-cdef-0123-456789abcdef";

  @TempDir Path directory;

  @Test
  void close_moved_leavesTheTargetOnly() throws IOException {
    try (Temporary temporary = Temporary.in(directory)) {
      Files.writeString(temporary.path(), "whole");
      Files.move(temporary.path(), directory.resolve("target"), StandardCopyOption.ATOMIC_MOVE);
    }

    assertEquals(Set.of("target"), names());
  }

  @Test
  void close_notMoved_leavesNothing() throws IOException {
    try (Temporary temporary = Temporary.in(directory)) {
      Files.createDirectories(temporary.path().resolve("deep"));
      Files.createSymbolicLink(temporary.path().resolve("link"), directory);
    }

    assertEquals(Set.of(), names());
    assertTrue(Files.exists(directory));
  }

  @Test
  void sweep_runningWriter_keepsItsFile() throws Exception {
    try (Temporary temporary = Temporary.in(directory)) {
      Files.writeString(temporary.path(), "half");
      Process process = LockHolder.start(directory, "temporary");
      try {
        Temporary.sweep(directory);
        assertEquals(4, names().size(), names()::toString);
      } finally {
        process.destroyForcibly().waitFor();
      }
      Temporary.sweep(directory);
      assertEquals(2, names().size(), names()::toString);
      assertEquals("half", Files.readString(temporary.path()));
    }
  }

  @Test
  void sweep_similarNames_stay() throws IOException {
    Set<String> foreign =
        Set.of(
            ".inception-v2." + UUID + ".tmp", // without a lock: its writer may be alive
            ".inception-v2.notes.lock",
            "inception-v2." + UUID + ".lock",
            "." + UUID,
            "target");
    for (String name : foreign) {
      Files.writeString(directory.resolve(name), "mine");
    }
    Temporary.sweep(directory);

    assertEquals(new TreeSet<>(foreign), names());
  }

  private Set<String> names() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> children = Files.list(directory)) {
      children.forEach(child -> names.add(child.getFileName().toString()));
    }
    return names;
  }
}
