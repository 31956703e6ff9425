package io.github.inceptionv2.internal.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.testing.Golden;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Formats with a javax.imageio reader are decoded if the settings ask for it. */
class OtherFormatsTest {

  private static final int WIDTH = 256;
  private static final int LENGTH = 257;

  private static final ImageSettings SETTINGS =
      new ImageSettings(75_000_000, 1 << 24, 9, 1 << 16, true, false, 0xffffff, false, true);

  @RegisterExtension static final OpenPipeline DEFAULT = new OpenPipeline();
  @RegisterExtension static final OpenPipeline OTHERS = new OpenPipeline(SETTINGS);

  private static BufferedImage image(int type) {
    BufferedImage image = new BufferedImage(40, 24, type);
    for (int i = 0; i < 40 * 24; i++) {
      int gray = i * 255 / (40 * 24);
      boolean isGray = type == BufferedImage.TYPE_BYTE_GRAY;
      image.setRGB(i % 40, i / 40, 0xff000000 | gray * 0x10101 ^ (isGray ? 0 : i % 40));
    }
    return image;
  }

  private static Decoded decode(OpenPipeline pipeline, byte[] file) throws Exception {
    return Decoded.of(pipeline.get(), new ImageData.Encoded(file), View.ALL);
  }

  private static String reason(OpenPipeline pipeline, byte[] file) {
    return assertThrows(UnreadableImageException.class, () -> decode(pipeline, file)).getMessage();
  }

  /** Sets a value of the first directory. */
  private static byte[] with(byte[] tiff, int tag, int value) {
    byte[] changed = tiff.clone();
    ByteBuffer file = ByteBuffer.wrap(changed);
    file.order(file.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = file.getInt(4);
    for (int i = 0; i < file.getShort(directory); i++) {
      int entry = directory + 2 + 12 * i;
      if ((file.getShort(entry) & 0xffff) == tag) {
        file.putShort(entry + 2, (short) 4).putInt(entry + 8, value);
        return changed;
      }
    }
    throw new AssertionError("no tag " + tag);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_USHORT_GRAY
      })
  void tiff_hasThePixelsOfTheSamePng(int type) throws Exception {
    byte[] tiff = Golden.encode(image(type), "tiff");
    Decoded expected = decode(DEFAULT, Golden.encode(image(type), "png"));
    assertArrayEquals(expected.rgb(), decode(OTHERS, tiff).rgb());
    assertEquals(24, decode(OTHERS, tiff).height());
  }

  @Test
  void tiff_notRequested_isRefusedAndTheOptionIsNamed() throws Exception {
    byte[] tiff = Golden.encode(image(BufferedImage.TYPE_INT_RGB), "tiff");
    assertEquals(
        "is TIFF, expected a JPEG, PNG, GIF, BMP or WebP; convert it to JPEG or PNG first, for"
            + " example with ImageMagick; or set readsOtherFormats of ImageOptions"
            + " (--other-formats) if javax.imageio can read it",
        reason(DEFAULT, tiff));
  }

  @ParameterizedTest
  @CsvSource({
    "0000001c6674797068656963, 'is HEIF, .*; or add a javax.imageio reader for it .*'",
    "255044462d312e37, 'is a PDF document, .*ImageMagick'",
    "0102030405060708, 'is not a JPEG, .*01 02 03 04 05 06 07 08'"
  })
  void formatWithoutAReader_isNamed(String hex, String pattern) {
    String reason = reason(OTHERS, HexFormat.of().parseHex(hex));
    assertTrue(reason.matches(pattern), reason);
  }

  @Test
  void tiff_orientation_isApplied() throws Exception {
    byte[] tiff = Golden.encode(image(BufferedImage.TYPE_INT_RGB), "tiff");
    // The orientation takes the place of the resolution, which no decoder needs.
    ByteBuffer file = ByteBuffer.wrap(with(tiff, 282, 6));
    file.order(file.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    for (int entry = file.getInt(4) + 2; entry < file.limit() - 12; entry += 12) {
      if (file.getShort(entry) == 282) {
        file.putShort(entry, (short) 274).putInt(entry + 4, 1);
        break;
      }
    }
    Decoded turned = decode(OTHERS, file.array());
    assertEquals(40, turned.height());
    assertEquals(24, turned.width());
  }

  @Test
  void limits_applyBeforePixelsAreRead() throws Exception {
    byte[] tiff = Golden.encode(image(BufferedImage.TYPE_INT_RGB), "tiff");
    byte[] huge = with(with(tiff, WIDTH, 1_000_000), LENGTH, 1_000_000);
    String reason = reason(OTHERS, huge);
    assertTrue(reason.startsWith("is a raster image of 1000000x1000000 pixels, expected"), reason);
    ImageSettings small = new ImageSettings(959, 1 << 20, 9, 9, true, false, 0, false, true);
    assertThrows(UnreadableImageException.class, () -> HeaderReader.read(tiff, small));
    ImageSettings few = new ImageSettings(960, tiff.length - 1, 9, 9, true, false, 0, false, true);
    assertThrows(UnreadableImageException.class, () -> HeaderReader.read(tiff, few));
    ImageSettings enough = new ImageSettings(960, tiff.length, 9, 9, true, false, 0, false, true);
    assertEquals(960, HeaderReader.read(tiff, enough).weight());
  }

  /** Values for which a reader may allocate more than the size of the image requires. */
  @ParameterizedTest
  @CsvSource({"277, 65535", "277, 1000000000", "278, 1073741823", "258, 65535", "279, 2147483647"})
  void absurdTagValues_giveAnImageOrAReason(int tag, int value) throws Exception {
    byte[] tiff = Golden.encode(image(BufferedImage.TYPE_BYTE_GRAY), "tiff");
    for (int width : new int[] {40, 60_000}) {
      try {
        assertEquals(24, decode(OTHERS, with(with(tiff, WIDTH, width), tag, value)).height());
      } catch (UnreadableImageException e) {
        assertTrue(e.getMessage().startsWith("is a "), e.getMessage());
      }
    }
  }

  @Test
  void damagedTiff_givesAnImageOrAReason() throws Exception {
    byte[] tiff = Golden.encode(image(BufferedImage.TYPE_INT_RGB), "tiff");
    Random random = new Random(5);
    int refused = 0;
    for (int i = 0; i < 600; i++) {
      byte[] damaged = i % 3 == 0 ? Arrays.copyOf(tiff, random.nextInt(tiff.length)) : tiff.clone();
      int directory = ByteBuffer.wrap(tiff).getInt(4);
      int near = directory > 0 && directory < tiff.length ? directory : 8;
      for (int flips = 0; i % 3 != 0 && flips < 3; flips++) {
        int at = near + random.nextInt(200);
        damaged[Math.min(at, damaged.length - 1)] = (byte) random.nextInt();
      }
      try {
        assertTrue(decode(OTHERS, damaged).height() > 0);
      } catch (UnreadableImageException e) {
        refused++;
      }
    }
    assertTrue(refused > 20, "refused " + refused);
  }

  @Test
  void knownFormats_areReadAsUsual() throws Exception {
    byte[] png = Golden.png(1, 24, 40);
    assertArrayEquals(decode(DEFAULT, png).rgb(), decode(OTHERS, png).rgb());
    assertTrue(reason(OTHERS, Arrays.copyOf(png, 60)).startsWith("is a damaged PNG"));
    assertEquals("is empty, expected a JPEG, PNG, GIF, BMP or WebP", reason(OTHERS, new byte[0]));
  }
}
