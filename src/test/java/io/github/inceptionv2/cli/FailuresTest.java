package io.github.inceptionv2.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FailuresTest {

  @Test
  void message_pathOnly_saysWhatIsWrongWithIt() {
    assertEquals(
        "a.jpg: access denied; check its permissions",
        Failures.message(new AccessDeniedException("a.jpg")));
    assertEquals(
        "a.jpg: there is no such file or directory",
        Failures.message(new NoSuchFileException("a.jpg")));
    assertEquals(
        "out: already exists; choose another path",
        Failures.message(new FileAlreadyExistsException("out")));
    assertEquals(
        "dir: cannot be used (FileSystemLoopException)",
        Failures.message(new FileSystemLoopException("dir")));
  }

  @Test
  void message_withAReason_keepsIt() {
    assertEquals(
        "a.jpg: may not be read by this user",
        Failures.message(new AccessDeniedException("a.jpg", null, "may not be read by this user")));
    assertEquals("disk full", Failures.message(new IOException("disk full")));
    assertEquals("java.io.IOException", Failures.message(new IOException()));
  }
}
