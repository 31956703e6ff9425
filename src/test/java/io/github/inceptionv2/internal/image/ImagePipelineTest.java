package io.github.inceptionv2.internal.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.image.Resampling.Filter;
import io.github.inceptionv2.internal.image.Resampling.Geometry;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.Tensors;
import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.FlowerPainter;
import io.github.inceptionv2.testing.Golden;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImagePipelineTest {

  private static final Resampling STRETCH =
      new Resampling(Geometry.STRETCH, Filter.LEGACY_BILINEAR);

  @RegisterExtension static final OpenPipeline PIPELINE = new OpenPipeline();

  /** Lossless formats give the original bytes, as float32 of byte / 255. */
  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp"})
  void lossless_sameSize_keepsEveryPixel(String format) throws Exception {
    float[] expected = Golden.image(2, 48, 40);
    float[] actual = prepare(Golden.encode(Golden.bufferedImage(2, 48, 40), format), 48, 40);

    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], 1e-7f);
    }
  }

  @Test
  void gif_paletteImage_keepsItsColours() throws Exception {
    BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_BYTE_INDEXED);
    image.setRGB(1, 0, 0xff3300);
    float[] pixels = prepare(Golden.encode(image, "gif"), 40, 40);

    assertArrayEquals(new float[] {0, 0, 0, 1, 0.2f, 0}, Arrays.copyOf(pixels, 6), 1e-6f);
  }

  /** Both decoders use the accurate integer DCT; only chroma upsampling differs. */
  @Test
  void jpeg_flower_isCloseToTheJdksDecode() throws Exception {
    byte[] file = Files.readAllBytes(Fixtures.flower());
    float[] actual = prepare(file, 360, 480);
    BufferedImage decoded = ImageIO.read(Fixtures.flower().toFile());
    float[] expected;
    try (ImageBatch batch =
        PIPELINE.get().prepare(new ImageData.Buffered(decoded), View.ALL, STRETCH, 360, 480)) {
      expected = Tensors.toFloats(batch.tensor());
    }
    double sum = 0;
    for (int i = 0; i < actual.length; i++) {
      sum += Math.abs(actual[i] - expected[i]);
    }
    assertTrue(sum / actual.length < 1.0 / 255, "off by " + sum / actual.length);
  }

  @Test
  void picture_inTheRepository_isThePaintersOutput() throws Exception {
    BufferedImage stored = ImageIO.read(Fixtures.flower().toFile());
    BufferedImage painted = FlowerPainter.paint();

    for (int[] at : new int[][] {{5, 5}, {240, 180}, {300, 180}, {20, 350}}) {
      int difference = stored.getRGB(at[0], at[1]) ^ painted.getRGB(at[0], at[1]);
      assertEquals(0, difference & 0xe0e0e0, Arrays.toString(at));
    }
  }

  /** The outcome is an image or a reason, wherever the file ends. */
  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "gif", "bmp"})
  void truncated_atEveryByte_givesAnImageOrAReason(String format) throws Exception {
    byte[] whole = Golden.encode(Golden.bufferedImage(1, 16, 16), format);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      try {
        prepare(part, 32, 32);
      } catch (UnreadableImageException e) {
        assertTrue(e.getMessage().startsWith("is "), e.getMessage());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "52494646000000005745425056503820, 'is a WebP that ends within its header'",
    "49492a0008000000, 'is TIFF, expected'",
    "0000001c6674797068656963, 'is HEIF, expected a JPEG, PNG, GIF, BMP or WebP; convert it'",
    "0000001866747970686569780000000068656963, 'is HEIF, expected'",
    "00000018667479706d73663100000000686576636d696631, 'is HEIF, expected'",
    "00000018667479706865696d00000000, 'is HEIF, expected'",
    "00000018667479706d69663200000000, 'is HEIF, expected'",
    "00000018667479706176697300000000, 'is AVIF, expected'",
    "00000018667479706d696631000000006d69616661766966, 'is AVIF, expected'",
    "0000000066747970787878780000000061766973, 'is AVIF, expected'",
    "0000001866747970787878780000000068656963, 'is HEIF, expected'",
    "ffffffff66747970787878780000000068656963, 'is HEIF, expected'",
    "000000186674797069736f6d00000000, 'is a video (MP4'",
    "00000018667479706372782000000000, 'is a Canon CR3'",
    "0000000c6a5020200d0a870a, 'is JPEG 2000'",
    "0000000c4a584c200d0a870a, 'is JPEG XL'",
    "ff0a0000, 'is JPEG XL'",
    "38425053, 'is a Photoshop document'",
    "255044462d312e37, 'is a PDF document'",
    "00000100, 'is a Windows icon'",
    "3c3f786d6c3f3e3c737667, 'is SVG'",
    "50360a, 'is a portable any-map'",
    "00000000667479, 'it begins with the bytes 00 00 00 00 66 74 79'",
    "3c68746d6c3e, 'it begins with the bytes 3c 68 74 6d 6c 3e'",
    "ffd8ffd9, 'is a JPEG without a frame header'",
    "ffd8ffe0, 'is a JPEG that ends within its header'",
    "ffd8ffc00011080000000003, 'is a JPEG of 0x0 pixels, expected at least 1x1'"
  })
  void unsupportedFile_isRefusedWithTheReason(String hex, String reason) {
    var e =
        assertThrows(
            UnreadableImageException.class, () -> prepare(HexFormat.of().parseHex(hex), 32, 32));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }

  /** A header that claims 100,000 x 100,000 pixels costs nothing. */
  @Test
  void hugePng_isRefusedByItsHeader() throws Exception {
    byte[] png = Golden.encode(Golden.bufferedImage(1, 16, 16), "png");
    ByteBuffer header = ByteBuffer.wrap(png).putInt(16, 100_000).putInt(20, 100_000);
    CRC32 checksum = new CRC32();
    checksum.update(png, 12, 17);
    header.putInt(29, (int) checksum.getValue());
    var e = assertThrows(UnreadableImageException.class, () -> prepare(png, 32, 32));
    assertEquals(
        "is a PNG of 100000x100000 pixels, expected at most maxPixels = 75000000", e.getMessage());
  }

  @Test
  void indexedAndSixteenBitGray_keepTheirLevels() throws Exception {
    BufferedImage gray = new BufferedImage(32, 32, BufferedImage.TYPE_USHORT_GRAY);
    gray.getRaster().setSample(0, 0, 0, 0x80ff);
    try (ImageBatch batch =
        PIPELINE.get().prepare(new ImageData.Buffered(gray), View.ALL, STRETCH, 32, 32)) {
      assertEquals(0x80 / 255f, Tensors.toFloats(batch.tensor())[2], 1e-7);
    }
  }

  private static float[] prepare(byte[] file, int height, int width) throws Exception {
    try (ImageBatch batch =
        PIPELINE.get().prepare(new ImageData.Encoded(file), View.ALL, STRETCH, height, width)) {
      return Tensors.toFloats(batch.tensor());
    }
  }
}
