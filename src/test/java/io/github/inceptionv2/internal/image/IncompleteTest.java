package io.github.inceptionv2.internal.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.testing.Golden;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JPEGs and PNGs that end early are refused, or decoded if incomplete files are accepted. */
class IncompleteTest {

  private static final int SIDE = 96;

  @RegisterExtension static final OpenPipeline STRICT = new OpenPipeline();

  @RegisterExtension
  static final OpenPipeline LENIENT = new OpenPipeline(ImageSettings.DEFAULT.acceptingIncomplete());

  private static byte[] file(String kind) throws Exception {
    int type =
        switch (kind) {
          case "png-gray" -> BufferedImage.TYPE_BYTE_GRAY;
          case "png-gray16" -> BufferedImage.TYPE_USHORT_GRAY;
          case "png-palette" -> BufferedImage.TYPE_BYTE_INDEXED;
          case "png-alpha" -> BufferedImage.TYPE_INT_ARGB;
          case "png-bits" -> BufferedImage.TYPE_BYTE_BINARY;
          default -> BufferedImage.TYPE_INT_RGB;
        };
    boolean isInterlaced = kind.endsWith("progressive");
    return encode(photograph(type), kind.substring(0, kind.indexOf('-')), isInterlaced);
  }

  private static BufferedImage photograph(int type) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, type);
    Graphics2D painter = image.createGraphics();
    painter.setPaint(new GradientPaint(0, 0, Color.ORANGE, SIDE, SIDE, Color.BLUE));
    painter.fillRect(0, 0, SIDE, SIDE);
    for (int i = 0; i < 400; i++) {
      painter.setColor(new Color(i * 7919 % 256, i * 104_729 % 256, i * 31 % 256));
      painter.fillOval(i * 37 % SIDE, i * 61 % SIDE, 9, 5);
    }
    painter.dispose();
    return image;
  }

  private static byte[] encode(BufferedImage image, String format, boolean isProgressive)
      throws Exception {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setProgressiveMode(
          isProgressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), how);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static byte[] cut(byte[] file, int percent) {
    return Arrays.copyOf(file, file.length * percent / 100);
  }

  private static Decoded decode(OpenPipeline pipeline, byte[] file) throws Exception {
    return Decoded.of(pipeline.get(), new ImageData.Encoded(file), View.ALL);
  }

  private static boolean isIncomplete(OpenPipeline pipeline, byte[] file) throws Exception {
    ImageData data = new ImageData.Encoded(file);
    try (ImageBatch batch = pipeline.get().prepare(data, View.ALL, Resampling.EXACT, 32, 32)) {
      try (ImageBatch ten = pipeline.get().prepareTen(data, View.ALL, Resampling.EXACT, 32, 32)) {
        assertEquals(batch.isIncomplete(), ten.isIncomplete());
      }
      return batch.isIncomplete();
    }
  }

  private static byte[] row(Decoded image, int row) {
    int length = 3 * image.width();
    return Arrays.copyOfRange(image.rgb(), row * length, (row + 1) * length);
  }

  private static byte[] gray() {
    byte[] gray = new byte[3 * SIDE];
    Arrays.fill(gray, (byte) 128);
    return gray;
  }

  @ParameterizedTest
  @CsvSource({
    "jpg-baseline, 40",
    "jpg-baseline, 60",
    "jpg-baseline, 70",
    "png-rgb, 30",
    "png-rgb, 60",
    "png-rgb, 90",
    "png-gray, 60",
    "png-gray16, 60",
    "png-palette, 70",
    "png-alpha, 60",
    "png-bits, 60"
  })
  void cutFile_accepted_isGrayWhereDataIsMissing(String kind, int percent) throws Exception {
    byte[] file = file(kind);
    byte[] cut = cut(file, percent);
    String reason =
        assertThrows(UnreadableImageException.class, () -> decode(STRICT, cut)).getMessage();
    assertTrue(reason.startsWith("is a damaged "), reason);

    Decoded whole = decode(STRICT, file);
    Decoded part = decode(LENIENT, cut);
    assertArrayEquals(row(whole, 0), row(part, 0));
    assertArrayEquals(row(whole, 7), row(part, 7), "every cut leaves this row");
    assertArrayEquals(gray(), row(part, SIDE - 1));
    assertTrue(isIncomplete(LENIENT, cut));
  }

  /** The first scans already show the whole image. */
  @ParameterizedTest
  @CsvSource({"jpg-progressive, 50", "jpg-progressive, 80", "png-progressive, 40"})
  void cutFile_progressive_isCoarseWhereDataIsMissing(String kind, int percent) throws Exception {
    byte[] file = file(kind);
    byte[] cut = cut(file, percent);
    assertThrows(UnreadableImageException.class, () -> decode(STRICT, cut));

    Decoded whole = decode(STRICT, file);
    Decoded part = decode(LENIENT, cut);
    assertTrue(isIncomplete(LENIENT, cut));
    assertFalse(Arrays.equals(gray(), row(part, SIDE - 1)));
    double difference = 0;
    for (int i = 0; i < whole.rgb().length; i++) {
      difference += Math.abs((whole.rgb()[i] & 0xff) - (part.rgb()[i] & 0xff));
    }
    assertTrue(difference / whole.rgb().length < 45, "" + difference / whole.rgb().length);
  }

  @Test
  void cutInTheFirstPasses_isGrayBelow() throws Exception {
    Decoded part = decode(LENIENT, cut(file("png-progressive"), 7));
    assertFalse(Arrays.equals(gray(), row(part, 0)));
    assertArrayEquals(gray(), row(part, SIDE - 1));
  }

  /** An interrupted copy may leave a file of the right length that ends in zeros. */
  @ParameterizedTest
  @ValueSource(strings = {"jpg-baseline", "png-rgb"})
  void zerosAtTheEnd_countAsMissingData(String kind) throws Exception {
    byte[] cut = cut(file(kind), 50);
    byte[] zeros = Arrays.copyOf(cut, cut.length + 24);
    assertThrows(UnreadableImageException.class, () -> decode(STRICT, zeros));
    assertArrayEquals(decode(LENIENT, cut).rgb(), decode(LENIENT, zeros).rgb());
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg-baseline", "jpg-progressive", "png-rgb", "png-progressive"})
  void wholeFile_isTheSameAndNotIncomplete(String kind) throws Exception {
    byte[] file = file(kind);
    assertArrayEquals(decode(STRICT, file).rgb(), decode(LENIENT, file).rgb());
    assertFalse(isIncomplete(LENIENT, file));
    byte[] longer = Arrays.copyOf(file, file.length + 9);
    assertFalse(isIncomplete(LENIENT, longer));
  }

  /** Strict settings give the same reason, and advise to accept the file. */
  @ParameterizedTest
  @ValueSource(strings = {"jpg-baseline", "jpg-progressive", "png-rgb", "png-progressive"})
  void everyCut_givesAnImageOrTheSameReason(String kind) throws Exception {
    byte[] file = file(kind);
    int accepted = 0;
    for (int length = 0; length < file.length; length += length < 1000 ? 7 : 41) {
      byte[] cut = Arrays.copyOf(file, length);
      try {
        Decoded part = decode(LENIENT, cut);
        assertEquals(SIDE, part.height());
        accepted++;
      } catch (UnreadableImageException e) {
        String strict =
            assertThrows(UnreadableImageException.class, () -> decode(STRICT, cut)).getMessage();
        assertEquals(strict.replaceFirst("; if it is truncated, .*", ""), e.getMessage());
      }
    }
    assertTrue(accepted > 10, "accepted " + accepted);
  }

  @Test
  void damageInTheMiddle_isRefused() throws Exception {
    byte[] png = file("png-rgb");
    png[png.length / 2] ^= 0x55;
    UnreadableImageException e =
        assertThrows(UnreadableImageException.class, () -> decode(LENIENT, png));
    assertTrue(e.getMessage().startsWith("is a damaged PNG"), e.getMessage());
  }

  @Test
  void hugeHeader_isRefusedBeforeAnythingIsAllocated() throws Exception {
    byte[] png = cut(Golden.png(1, 24, 40), 60);
    ByteBuffer.wrap(png).putInt(16, 100_000).putInt(20, 100_000);
    byte[] jpeg = cut(file("jpg-progressive"), 60);
    for (int i = 0; i < jpeg.length - 9; i++) {
      if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) 0xc2) {
        ByteBuffer.wrap(jpeg).putInt(i + 5, 0xffff_ffff);
        break;
      }
    }
    for (byte[] hostile : new byte[][] {png, jpeg}) {
      UnreadableImageException e =
          assertThrows(UnreadableImageException.class, () -> decode(LENIENT, hostile));
      assertTrue(
          e.getMessage().matches("(is a damaged PNG|.*expected at most maxPixels).*"),
          e.getMessage());
    }
  }

  /** The image is as large as the limits allow, with few rows of pixels. */
  @Test
  void fewRowsOfALargeImage_areDecoded() throws Exception {
    BufferedImage large = new BufferedImage(6000, 6000, BufferedImage.TYPE_INT_RGB);
    Arrays.fill(((DataBufferInt) large.getRaster().getDataBuffer()).getData(), 0x123456);
    Decoded part = decode(LENIENT, Arrays.copyOf(encode(large, "png", false), 1000));
    assertEquals(6000, part.height());
    assertEquals((byte) 128, part.rgb()[part.rgb().length - 1]);
  }

  @Test
  void orientation_isApplied() throws Exception {
    byte[] jpeg = file("jpg-baseline");
    byte[] exif =
        HexFormat.of()
            .parseHex(
                "ffe10022457869660000"
                    + "49492a00080000000100120103000100000006000000000000000000");
    ByteArrayOutputStream turned = new ByteArrayOutputStream();
    turned.write(jpeg, 0, 2);
    turned.writeBytes(ByteBuffer.wrap(exif).putShort(2, (short) (exif.length - 2)).array());
    turned.write(jpeg, 2, jpeg.length - 2);
    Decoded part = decode(LENIENT, cut(turned.toByteArray(), 60));
    for (int row = 0; row < SIDE; row++) {
      assertEquals((byte) 128, row(part, row)[0], "the missing bottom is at the left");
    }
  }
}
