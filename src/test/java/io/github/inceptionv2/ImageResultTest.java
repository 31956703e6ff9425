package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ImageResultTest {

  private static final ImageSource IMAGE = ImageSource.of(Path.of("photo.jpg"));

  static Stream<Arguments> get_failure_throwsACopyEachTime() {
    return Stream.of(
        Arguments.of(
            new ImageDecodeException("a.jpg", "is cut short", null), ImageDecodeException.class),
        Arguments.of(
            new ModelCorruptException(Path.of("m"), "m is cut short", null),
            ModelCorruptException.class),
        Arguments.of(new NoSuchFileException("a.jpg", null, "gone"), NoSuchFileException.class),
        Arguments.of(new AccessDeniedException("a.jpg"), AccessDeniedException.class),
        Arguments.of(new FileSystemLoopException("a.jpg"), FileSystemException.class),
        Arguments.of(new FileNotFoundException("a.jpg"), FileNotFoundException.class),
        Arguments.of(new InterruptedIOException("enough"), InterruptedIOException.class),
        Arguments.of(new NotDirectoryException("a.jpg"), NotDirectoryException.class),
        Arguments.of(new IOException(), IOException.class));
  }

  @ParameterizedTest
  @MethodSource
  void get_failure_throwsACopyEachTime(IOException error, Class<? extends IOException> type) {
    ImageResult<String> result = ImageResult.failure(IMAGE, error);

    IOException once = assertThrows(IOException.class, result::get);
    IOException again = assertThrows(IOException.class, result::get);

    assertEquals(type, once.getClass());
    assertNotSame(once, again);
    assertEquals(error.getMessage(), once.getMessage());
    assertSame(error, once.getCause());
    assertSame(error, result.error().get());
  }

  @Test
  void get_value_isReturned() throws Exception {
    ImageResult<String> result = ImageResult.of(IMAGE, "rose");

    assertEquals("rose", result.get());
    assertEquals("photo.jpg: done", result.toString());
    assertThrows(NullPointerException.class, () -> ImageResult.of(IMAGE, null));
    assertThrows(NullPointerException.class, () -> ImageResult.failure(IMAGE, null));
  }
}
