package io.github.inceptionv2.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.ImageSource;
import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.testing.Fixtures;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowReaderTest {

  @TempDir Path directory;

  private static ImageRow read(String path, long maxBytes) {
    ColumnPath image = new ColumnPath(List.of(0), DataTypes.StringType);
    return new RowReader(image, null, null, new Configuration(), maxBytes)
        .read(RowFactory.create(path));
  }

  @Test
  void path_ofAFile_isReadUpToTheCallersLimit() throws Exception {
    String path = Files.write(directory.resolve("a.jpg"), new byte[5]).toString();
    ImageRow row = read(path, 5);
    assertEquals(5, row.byteCount());
    assertEquals(path, row.image().name());
    assertNull(row.error());
    assertEquals(path + ": is larger than maxBytes (4) of ImageOptions", read(path, 4).error());
  }

  @Test
  void path_ofNoFile_givesTheReason() {
    String missing = directory.resolve("no.jpg").toString();
    String error = read(missing, 5).error();
    assertTrue(error.startsWith(missing + ": there is no such file, or it cannot be"), error);
    String folder = read(directory.toString(), 5).error();
    assertTrue(folder.startsWith(directory + ": "), folder);
  }

  /** Hadoop knows s3a by name, but its class is in a jar that is missing here. */
  @ParameterizedTest
  @ValueSource(strings = {"nowhere://a/b.jpg", "s3a://a/b.jpg"})
  void path_inAnUnknownFileSystem_failsAlone(String path) {
    ImageRow row = read(path, 5);
    assertNull(row.image());
    assertTrue(row.error().startsWith(path + ": "), row.error());
  }

  /** The pixels are laid out as {@code spark.read().format("image")} decodes them. */
  @Test
  void pixels_ofSparksImageSource_giveTheLogitsOfTheImage() throws Exception {
    BufferedImage flower = ImageIO.read(Fixtures.flower().toFile());
    int width = flower.getWidth();
    int height = flower.getHeight();
    byte[] bgr = new byte[width * height * 3];
    byte[] bgra = new byte[width * height * 4];
    for (int i = 0; i < width * height; i++) {
      int rgb = flower.getRGB(i % width, i / width);
      for (int channel = 0; channel < 3; channel++) {
        bgr[3 * i + channel] = bgra[4 * i + channel] = (byte) (rgb >> 8 * channel);
      }
      bgra[4 * i + 3] = (byte) 255;
    }
    try (InceptionV2 model =
        InceptionV2.load(ModelSource.directory(Path.of("models", "flowers")))) {
      float[] expected = model.logits(ImageSource.of(flower));
      ImageRow row = pixels("a.jpg", height, width, 3, 16, bgr);
      assertEquals("a.jpg", row.image().name());
      assertEquals(bgr.length, row.byteCount());
      assertArrayEquals(expected, model.logits(row.image()));
      assertArrayEquals(
          expected, model.logits(pixels("a.jpg", height, width, 4, 24, bgra).image()));
    }
  }

  @Test
  void pixels_thatAreInvalid_giveTheReason() {
    assertEquals(3, pixels(null, 1, 3, 1, 0, new byte[3]).byteCount());
    assertPixels("a: Spark's image source could not decode the image; ", -1, -1, -1, new byte[0]);
    assertPixels("a: mode (21) must be 0, 16 or 24", 1, 1, 21, new byte[12]);
    assertPixels("a: 2x2 pixels of BGR with a stride of 6 need 12 bytes", 2, 2, 16, new byte[11]);
    assertPixels("a: ", 1, Integer.MAX_VALUE, 24, new byte[11]);
    assertPixels("a: height, width and data must not be null", 1, 1, 16, null);
  }

  private static void assertPixels(String expected, int height, int width, int mode, byte[] data) {
    String error = pixels("a", height, width, 3, mode, data).error();
    assertTrue(error.startsWith(expected), error);
  }

  private static ImageRow pixels(
      String origin, int height, int width, int channels, int mode, byte[] data) {
    StructType schema = ImageSchema.columnSchema();
    ColumnPath image = new ColumnPath(List.of(0), schema);
    Row struct = RowFactory.create(origin, height, width, channels, mode, data);
    PixelStruct fields = PixelStruct.of(schema).orElseThrow();
    return new RowReader(image, null, fields, new Configuration(), 5)
        .read(RowFactory.create(struct));
  }
}
