package io.github.inceptionv2.internal.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.inceptionv2.testing.Golden;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThumbnailTest {

  /** An APP1 segment that puts row 0 at the right and column 0 at the top. */
  private static final byte[] TURNED =
      HexFormat.of()
          .parseHex(
              "ffe10022457869660000" + "49492a0008000000010012010300010000000600000000000000");

  @RegisterExtension static final OpenPipeline PIPELINE = new OpenPipeline();

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"640,320,160,80", "320,640,80,160", "20,10,20,10", "1000,1,160,1", "160,161,159,160"})
  void jpeg_anySize_fitsAndKeepsItsShape(int width, int height, int outWidth, int outHeight)
      throws Exception {
    BufferedImage small = thumbnail(Golden.encode(redAndBlue(width, height), "png"));

    assertEquals(outWidth, small.getWidth());
    assertEquals(outHeight, small.getHeight());
  }

  @Test
  void jpeg_colours_areKept() throws Exception {
    BufferedImage small = thumbnail(Golden.encode(redAndBlue(640, 320), "jpg"));

    assertColour(Color.RED, small.getRGB(30, 40));
    assertColour(Color.BLUE, small.getRGB(130, 40));
  }

  @Test
  void jpeg_turnedByExif_isUpright() throws Exception {
    byte[] jpeg = Golden.encode(redAndBlue(640, 320), "jpg");
    ByteBuffer turned = ByteBuffer.allocate(jpeg.length + TURNED.length);
    turned.put(jpeg, 0, 2).put(TURNED).put(jpeg, 2, jpeg.length - 2);
    BufferedImage small = thumbnail(turned.array());

    assertEquals(80, small.getWidth());
    assertEquals(160, small.getHeight());
    assertColour(Color.RED, small.getRGB(40, 30));
    assertColour(Color.BLUE, small.getRGB(40, 130));
  }

  @Test
  void jpeg_transparentPixels_areLaidOnWhite() throws Exception {
    byte[] png = Golden.encode(new BufferedImage(32, 32, BufferedImage.TYPE_INT_ARGB), "png");

    assertColour(Color.WHITE, thumbnail(png).getRGB(16, 16));
  }

  @Test
  void jpeg_noImage_isRefused() throws IOException {
    Path text = Files.writeString(directory.resolve("text.jpg"), "text");

    assertThrows(UnreadableImageException.class, () -> Thumbnail.jpeg(PIPELINE.get(), text, 160));
    Path none = directory.resolve("none.jpg");
    assertThrows(NoSuchFileException.class, () -> Thumbnail.jpeg(PIPELINE.get(), none, 160));
  }

  private BufferedImage thumbnail(byte[] file) throws Exception {
    Path path = Files.write(directory.resolve("image"), file);
    byte[] jpeg = Thumbnail.jpeg(PIPELINE.get(), path, 160);
    assertEquals(ImageFormat.JPEG, ImageFormat.of(jpeg).orElseThrow());
    return ImageIO.read(new ByteArrayInputStream(jpeg));
  }

  private static BufferedImage redAndBlue(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, (2 * x < width ? Color.RED : Color.BLUE).getRGB());
      }
    }
    return image;
  }

  private static void assertColour(Color expected, int rgb) {
    Color found = new Color(rgb);
    assertEquals(expected.getRed(), found.getRed(), 10);
    assertEquals(expected.getGreen(), found.getGreen(), 10);
    assertEquals(expected.getBlue(), found.getBlue(), 10);
  }
}
