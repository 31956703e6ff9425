package io.github.inceptionv2.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageRowTest {

  @TempDir Path directory;

  private static ImageRow read(String path, long maxBytes) {
    return ImageRow.of(RowFactory.create(path), 0, 0, new Configuration(false), maxBytes);
  }

  @Test
  void path_ofAFile_isReadUpToTheCallersLimit() throws Exception {
    String path = Files.write(directory.resolve("a.jpg"), new byte[5]).toString();
    ImageRow row = read(path, 5);
    assertEquals(5, row.byteCount());
    assertEquals(path, row.image().name());
    assertNull(row.error());
    assertEquals(path + ": has more than maxBytes = 4 of ImageOptions", read(path, 4).error());
  }

  @Test
  void path_ofNoFile_hasItsReason() {
    String missing = directory.resolve("no.jpg").toString();
    String error = read(missing, 5).error();
    assertTrue(error.startsWith(missing + ": there is no such file, or it cannot be"), error);
    String folder = read(directory.toString(), 5).error();
    assertTrue(folder.startsWith(directory + ": "), folder);
  }

  /** Which is no fault of one image: all of them would be rows of errors. */
  @Test
  void path_ofAnUnknownFileSystem_isNoRow() {
    assertThrows(UncheckedIOException.class, () -> read("nowhere://a/b.jpg", 5));
  }
}
