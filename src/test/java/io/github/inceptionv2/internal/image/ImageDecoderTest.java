package io.github.inceptionv2.internal.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.image.Resampling.Filter;
import io.github.inceptionv2.internal.image.Resampling.Geometry;
import io.github.inceptionv2.internal.image.View.Region;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.Tensors;
import io.github.inceptionv2.testing.Golden;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Image files of kinds that other decoders get wrong are decoded correctly or refused. */
class ImageDecoderTest {

  private static final ImageSettings REDUCED =
      new ImageSettings(75_000_000, 1 << 24, 9, 1 << 16, true, true, 0);

  @RegisterExtension static final OpenPipeline PIPELINE = new OpenPipeline();

  /** The JDK's own conversion of this gray to sRGB gives 188. */
  @Test
  void jpeg_gray_keepsItsLevels() throws Exception {
    BufferedImage gray = new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 32 * 32; i++) {
      gray.getRaster().setSample(i % 32, i / 32, 0, 128);
    }
    assertPixel(128, 128, 128, decode(Golden.encode(gray, "jpg")), 1);
    assertPixel(128, 128, 128, decode(Golden.encode(gray, "png")), 0);
    assertPixel(128, 128, 128, decode(Golden.encode(gray, "bmp")), 0);
    assertPixel(128, 128, 128, decode(new ImageData.Buffered(gray)), 0);
  }

  /** Photoshop writes CMYK like this: inverted, with Adobe's marker. */
  @Test
  void jpeg_adobeCmyk_isRgb() throws Exception {
    byte[] jpeg = cmyk(200, 100, 50, 128);
    ByteBuffer marked = ByteBuffer.allocate(jpeg.length + 16);
    marked.put(jpeg, 0, 2).putShort((short) 0xffee).putShort((short) 14);
    marked.put(new byte[] {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0});
    marked.put(jpeg, 2, jpeg.length - 2);

    assertPixel(200 * 128 / 255, 100 * 128 / 255, 50 * 128 / 255, decode(marked.array()), 3);
  }

  private static byte[] cmyk(int c, int m, int y, int k) throws Exception {
    WritableRaster raster = Raster.createInterleavedRaster(0, 32, 32, 4, null);
    for (int i = 0; i < 32 * 32; i++) {
      raster.setPixel(i % 32, i / 32, new int[] {c, m, y, k});
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(new IIOImage(raster, null, null));
    }
    writer.dispose();
    return bytes.toByteArray();
  }

  @Test
  void png_sixteenBits_keepsTheHighByte() throws Exception {
    BufferedImage gray = new BufferedImage(32, 32, BufferedImage.TYPE_USHORT_GRAY);
    for (int i = 0; i < 32 * 32; i++) {
      gray.getRaster().setSample(i % 32, i / 32, 0, 0x4cff);
    }
    assertPixel(0x4c, 0x4c, 0x4c, decode(Golden.encode(gray, "png")), 0);
  }

  @Test
  void png_paletteWithAlpha_isLaidOnWhite() throws Exception {
    byte[] level = {0, (byte) 200};
    IndexColorModel palette =
        new IndexColorModel(1, 2, level, level, level, new byte[] {0, (byte) 128});
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_INDEXED, palette);
    assertPixel(255, 255, 255, decode(Golden.encode(image, "png")), 0);
    fill(image, 1);
    assertPixel(227, 227, 227, decode(Golden.encode(image, "png")), 0);
  }

  private static void fill(BufferedImage image, int sample) {
    for (int i = 0; i < 32 * 32; i++) {
      image.getRaster().setSample(i % 32, i / 32, 0, sample);
    }
  }

  @ParameterizedTest
  @CsvSource({"0xffffff,227,177", "0x000000,100,50", "0x00ff00,100,177", "-1,200,100"})
  void alpha_isCompositedOnTheBackground(String background, int red, int green) throws Exception {
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < 32 * 32; i++) {
      image.setRGB(i % 32, i / 32, 0x80c86432);
    }
    ImageSettings all = ImageSettings.DEFAULT;
    ImageSettings settings =
        new ImageSettings(
            all.maxPixels(),
            all.maxBytes(),
            all.maxScans(),
            all.maxMetadataBytes(),
            true,
            false,
            Integer.decode(background));
    try (ImagePipeline other = ImagePipeline.open(settings)) {
      for (ImageData data :
          new ImageData[] {
            new ImageData.Encoded(Golden.encode(image, "png")), new ImageData.Buffered(image)
          }) {
        byte[] rgb = Decoded.of(other, data, View.ALL).rgb();
        assertEquals(red, rgb[0] & 0xff, 1);
        assertEquals(green, rgb[1] & 0xff, 1);
      }
    }
  }

  /** A frame of one red pixel at 2, 1 on a canvas of 4 x 3; the rest of the canvas is white. */
  @Test
  void gif_frameWithOffset_isPlacedOnItsCanvas() throws Exception {
    byte[] gif = gif(4, 3, 2, 1, 1, 1, new byte[] {2, 2, 0x4c, 1, 0});
    byte[] rgb = decode(gif);

    assertEquals(4 * 3 * 3, rgb.length);
    for (int i = 0; i < 12; i++) {
      boolean isFrame = i == 1 * 4 + 2;
      assertEquals(255, rgb[3 * i] & 0xff);
      assertEquals(isFrame ? 0 : 255, rgb[3 * i + 1] & 0xff, "pixel " + i);
    }
  }

  @Test
  void gif_withoutData_isRefused() {
    byte[] gif = gif(4, 3, 0, 0, 4, 3, new byte[] {2, 0});
    var e = assertThrows(UnreadableImageException.class, () -> decode(gif));
    assertEquals("is a GIF with truncated data", e.getMessage());
  }

  /**
   * Returns a GIF with a palette of black and red. Its codes have 3 bits: clear, 1, end are 0x4c
   * 0x01.
   */
  private static byte[] gif(
      int canvasWidth, int canvasHeight, int left, int top, int width, int height, byte[] data) {
    ByteBuffer gif = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    gif.put(new byte[] {'G', 'I', 'F', '8', '9', 'a'});
    gif.putShort((short) canvasWidth).putShort((short) canvasHeight);
    gif.put((byte) 0x80).putShort((short) 0);
    gif.put(new byte[] {0, 0, 0, -1, 0, 0}).put((byte) 0x2c);
    gif.putShort((short) left).putShort((short) top);
    gif.putShort((short) width).putShort((short) height);
    gif.put((byte) 0).put(data).put((byte) 0x3b);
    return Arrays.copyOf(gif.array(), gif.position());
  }

  /** Three different channels, or a gray; 16-bit types keep 5 or 6 bits per channel. */
  @ParameterizedTest
  @CsvSource({
    "1,0", "2,0", "3,0", "4,0", "5,0", "6,0", "7,0", "8,4", "9,4", "10,0", "11,0", "12,0", "13,0"
  })
  void bufferedImage_everyType_keepsItsColours(int type, int tolerance) throws Exception {
    boolean isGray = type == BufferedImage.TYPE_BYTE_GRAY || type == BufferedImage.TYPE_USHORT_GRAY;
    boolean isBinary = type == BufferedImage.TYPE_BYTE_BINARY;
    BufferedImage image = new BufferedImage(32, 32, type);
    for (int i = 0; i < 32 * 32; i++) {
      if (isGray) {
        int shift = type == BufferedImage.TYPE_USHORT_GRAY ? 8 : 0;
        image.getRaster().setSample(i % 32, i / 32, 0, 102 << shift);
      } else {
        image.setRGB(i % 32, i / 32, isBinary ? 0xffffffff : 0xff339966);
      }
    }
    byte[] rgb = decode(new ImageData.Buffered(image));
    if (isGray) {
      assertPixel(102, 102, 102, rgb, 0);
    } else if (isBinary) {
      assertPixel(255, 255, 255, rgb, 0);
    } else {
      assertPixel(0x33, 0x99, 0x66, rgb, tolerance);
    }
  }

  @ParameterizedTest
  @CsvSource({"RGB,3,10,20,30", "BGR,3,30,20,10", "GRAY,1,10,10,10", "RGBA,4,10,20,30"})
  void pixels_orderAndStride_areRespected(PixelOrder order, int size, int red, int green, int blue)
      throws Exception {
    int stride = 5 * size + 3;
    byte[] bytes = new byte[4 * stride];
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 5 * size; x++) {
        bytes[y * stride + x] = (byte) (x % size == 3 ? 255 : 10 * (x % size + 1));
      }
    }
    byte[] rgb = decode(new ImageData.Pixels(bytes, order, 4, 5, stride));

    assertEquals(4 * 5 * 3, rgb.length);
    assertPixel(red, green, blue, rgb, 0);
    assertEquals(blue, rgb[rgb.length - 1] & 0xff);
  }

  @Test
  void region_inside_isResampled() throws Exception {
    BufferedImage image = Golden.bufferedImage(3, 80, 100);
    View view = new View(0, Optional.of(new Region(20, 10, 48, 40)));
    float[] actual;
    try (ImageBatch batch =
        PIPELINE.get().prepare(new ImageData.Buffered(image), view, Resampling.EXACT, 40, 48)) {
      actual = Tensors.toFloats(batch.tensor());
    }
    float[] all = Golden.image(3, 80, 100);
    for (int y = 0; y < 40; y++) {
      for (int x = 0; x < 48 * 3; x++) {
        assertEquals(all[((10 + y) * 100 + 20) * 3 + x], actual[y * 48 * 3 + x], 1e-6f);
      }
    }
  }

  @Test
  void region_beyondTheImage_isRefused() {
    View view = new View(0, Optional.of(new Region(60, 0, 48, 40)));
    ImageData image = new ImageData.Buffered(Golden.bufferedImage(3, 80, 100));
    var e =
        assertThrows(
            UnreadableImageException.class,
            () -> PIPELINE.get().prepare(image, view, Resampling.EXACT, 40, 48));
    assertEquals("has 100x80 pixels, but the requested region is 48x40 at 60, 0", e.getMessage());
  }

  /** Decoding at a fraction of the size moves an antialiased result by less than 1/255. */
  @ParameterizedTest
  @CsvSource({"507,507,1", "508,508,2", "508,2000,2", "2000,507,1", "1024,1024,4", "3000,4000,8"})
  void jpeg_reducedOnRequest_isLargeEnoughForTheCrop(int height, int width, int ratio)
      throws Exception {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    ImageHeader header = HeaderReader.read(Golden.encode(image, "jpg"), ImageSettings.DEFAULT);
    Resampling slim = new Resampling(Geometry.CENTRAL_CROP, Filter.LEGACY_BILINEAR);
    assertEquals(ratio, JpegScaling.ratio(header, slim, 224, 224, REDUCED));
    assertEquals(1, JpegScaling.ratio(header, slim, 224, 224, ImageSettings.DEFAULT));
  }

  @Test
  void jpeg_reducedOnRequest_looksTheSame() throws Exception {
    ImageData jpeg = new ImageData.Encoded(Golden.encode(hills(1024), "jpg"));
    View quarter = new View(0, Optional.of(new Region(0, 0, 512, 512)));
    Resampling slim = new Resampling(Geometry.CENTRAL_CROP, Filter.LEGACY_BILINEAR);
    try (ImagePipeline reducing = ImagePipeline.open(REDUCED)) {
      double difference = difference(reducing, jpeg, View.ALL, slim);
      // An average of 4x4 pixels is at their centre, 1.5 pixels from the pixel that it replaces.
      assertTrue(difference > 0 && difference < 3.0 / 255, "off by " + difference * 255);
      assertEquals(0, difference(reducing, jpeg, quarter, slim), "a region stays exact");
    }
  }

  /** Ten crops need 256 pixels, and half of 500 is too few. */
  @Test
  void jpeg_reducedOnRequest_isLargeEnoughForTenCrops() throws Exception {
    ImageData jpeg = new ImageData.Encoded(Golden.encode(hills(500), "jpg"));
    Resampling hub = new Resampling(Geometry.STRETCH, Filter.LEGACY_BILINEAR);
    try (ImagePipeline reducing = ImagePipeline.open(REDUCED);
        ImageBatch ten = reducing.prepareTen(jpeg, View.ALL, hub, 224, 224);
        ImageBatch exact = PIPELINE.get().prepareTen(jpeg, View.ALL, hub, 224, 224)) {
      assertArrayEquals(Tensors.toFloats(exact.tensor()), Tensors.toFloats(ten.tensor()));
    }
  }

  /** Returns the mean difference from decoding in full. */
  private static double difference(ImagePipeline other, ImageData jpeg, View view, Resampling how)
      throws Exception {
    try (ImageBatch one = other.prepare(jpeg, view, how, 224, 224);
        ImageBatch exact = PIPELINE.get().prepare(jpeg, view, how, 224, 224)) {
      float[] a = Tensors.toFloats(one.tensor());
      float[] b = Tensors.toFloats(exact.tensor());
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum += Math.abs(a[i] - b[i]);
      }
      return sum / a.length;
    }
  }

  @ParameterizedTest
  @CsvSource({"1344,2", "2688,4", "5376,8"})
  void jpeg_reducedScale_isCloseToTheFullDecode(int size, int ratio) throws Exception {
    byte[] jpeg = Golden.encode(landscape(size), "jpg");
    Resampling antialiased = new Resampling(Geometry.STRETCH, Filter.ANTIALIASED);
    ImageHeader header = HeaderReader.read(jpeg, ImageSettings.DEFAULT);
    byte[] full = decode(jpeg);
    ImageData whole = new ImageData.Pixels(full, PixelOrder.RGB, size, size, 3 * size);
    double difference = 0;
    double most = 0;
    try (ImageBatch reduced =
            PIPELINE.get().prepare(new ImageData.Encoded(jpeg), View.ALL, antialiased, 224, 224);
        ImageBatch exact = PIPELINE.get().prepare(whole, View.ALL, antialiased, 224, 224)) {
      float[] a = Tensors.toFloats(reduced.tensor());
      float[] b = Tensors.toFloats(exact.tensor());
      for (int i = 0; i < a.length; i++) {
        difference += Math.abs(a[i] - b[i]) / a.length;
        most = Math.max(most, Math.abs(a[i] - b[i]));
      }
    }
    assertEquals(ratio, JpegScaling.ratio(header, antialiased, 224, 224, ImageSettings.DEFAULT));
    assertEquals(1, JpegScaling.ratio(header, Resampling.EXACT, 224, 224, ImageSettings.DEFAULT));
    assertTrue(difference > 0 && difference < 1.0 / 255, "off by " + difference * 255);
    assertTrue(most < 16.0 / 255, "off by at most " + most * 255);
  }

  /** Returns an image without fine detail, in which single pixels and averages would differ. */
  private static BufferedImage hills(int size) {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int red = (int) (127 + 90 * Math.sin(x / 37.0));
        int blue = (int) (127 + 90 * Math.cos((x + y) / 51.0));
        image.setRGB(x, y, red << 16 | (255 * y / size) << 8 | blue);
      }
    }
    return image;
  }

  /** Returns an image with slopes, edges and texture down to single pixels. */
  private static BufferedImage landscape(int size) {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int red = (int) (127 + 90 * Math.sin(x / 37.0) + 30 * Math.sin(x * 0.9 + y * 0.7));
        int green = 255 * y / size / 2 + ((x / 64 + y / 64) % 2) * 100;
        image.setRGB(x, y, red << 16 | green << 8 | (x * y) % 97);
      }
    }
    return image;
  }

  @Test
  void limits_exceeded_areNamed() throws Exception {
    byte[] png = Golden.encode(Golden.bufferedImage(1, 40, 40), "png");
    assertLimit(png, new ImageSettings(1599, 1 << 20, 9, 9, true, false, 0), "maxPixels = 1599");
    assertLimit(png, new ImageSettings(1600, png.length - 1, 9, 9, true, false, 0), "maxBytes = ");
    byte[] jpeg = Golden.encode(Golden.bufferedImage(1, 40, 40), "jpg");
    assertLimit(
        jpeg, new ImageSettings(1600, 1 << 20, 9, 9, true, false, 0), "maxMetadataBytes = 9");
    byte[] scans = scans(40, 40, 10);
    assertLimit(scans, new ImageSettings(3200, 1 << 20, 9, 99, true, false, 0), "maxScans = 9");
    assertLimit(
        scans, new ImageSettings(3199, 1 << 20, 10, 99, true, false, 0), "maxPixels = 3199");
  }

  /** Returns a baseline JPEG whose first scan has one of three components, so more must follow. */
  static byte[] scans(int width, int height, int count) {
    ByteBuffer jpeg = ByteBuffer.allocate(64 + 10 * count);
    jpeg.putShort((short) 0xffd8).putShort((short) 0xffc0).putShort((short) 17).put((byte) 8);
    jpeg.putShort((short) height).putShort((short) width).put((byte) 3);
    jpeg.put(new byte[] {1, 17, 0, 2, 17, 0, 3, 17, 0});
    for (int i = 0; i < count; i++) {
      jpeg.putShort((short) 0xffda).putShort((short) 8).put((byte) 1);
      jpeg.put((byte) (1 + i % 3)).put(new byte[] {0, 0, 63, 0});
    }
    return Arrays.copyOf(jpeg.putShort((short) 0xffd9).array(), jpeg.position());
  }

  /** Data after the end of the image, such as a video, does not count as scans. */
  @Test
  void jpeg_trailer_isNotCounted() throws Exception {
    byte[] jpeg = Golden.encode(Golden.bufferedImage(1, 40, 40), "jpg");
    byte[] withTrailer = Arrays.copyOf(jpeg, jpeg.length + 4000);
    for (int i = jpeg.length; i < withTrailer.length; i += 2) {
      withTrailer[i] = (byte) 0xff;
      withTrailer[i + 1] = (byte) 0xda;
    }
    assertEquals(1, HeaderReader.read(withTrailer, ImageSettings.DEFAULT).scans());
    assertEquals(40 * 40 * 3, decode(withTrailer).length);
  }

  /** A region is in pixels of the whole image, even if it is decoded at half its size. */
  @Test
  void region_ofAnOversizedJpeg_isTheSamePart() throws Exception {
    BufferedImage quarters = new BufferedImage(512, 512, BufferedImage.TYPE_INT_RGB);
    int[] colours = {0xff0000, 0x00ff00, 0x0000ff, 0xffffff};
    for (int i = 0; i < 512 * 512; i++) {
      quarters.setRGB(i % 512, i / 512, colours[i / 512 / 256 * 2 + i % 512 / 256]);
    }
    ImageSettings small = new ImageSettings(100_000, 1 << 20, 9, 1 << 16, true, false, 0);
    View bottomLeft = new View(0, Optional.of(new Region(32, 288, 192, 192)));
    View beyond = new View(0, Optional.of(new Region(32, 400, 192, 192)));
    ImageData jpeg = new ImageData.Encoded(Golden.encode(quarters, "jpg"));
    try (ImagePipeline limited = ImagePipeline.open(small)) {
      try (ImageBatch batch = limited.prepare(jpeg, bottomLeft, Resampling.EXACT, 32, 32)) {
        float[] rgb = Tensors.toFloats(batch.tensor());
        for (int i = 0; i < rgb.length; i += 3) {
          assertEquals(0, rgb[i], 0.05);
          assertEquals(1, rgb[i + 2], 0.05);
        }
      }
      var e =
          assertThrows(
              UnreadableImageException.class,
              () -> limited.prepare(jpeg, beyond, Resampling.EXACT, 32, 32));
      assertEquals(
          "has 512x512 pixels, but the requested region is 192x192 at 32, 400", e.getMessage());
    }
  }

  /** The JDK would read the embedded file, whatever it is, and has run forever on damaged ones. */
  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void bmp_aroundAnotherFormat_isRefused(int compression) {
    ByteBuffer bmp = ByteBuffer.allocate(154).order(ByteOrder.LITTLE_ENDIAN);
    bmp.putShort(0, (short) 0x4d42).putInt(14, 40).putInt(18, 10).putInt(22, 10);
    bmp.putInt(30, compression).putInt(34, Integer.MAX_VALUE);
    var e = assertThrows(UnreadableImageException.class, () -> decode(bmp.array()));
    assertTrue(e.getMessage().startsWith("is a BMP with an embedded JPEG or PNG"), e.getMessage());
  }

  /** OS/2 2.x may omit all fields after the compression, which then count as 0. */
  @ParameterizedTest
  @ValueSource(ints = {20, 24, 36, 44, 48, 60, 64, 40, 52, 56})
  void bmp_headerOfAnySize_isRead(int size) throws Exception {
    byte[] rgb = decode(bmp(size, 0));
    assertEquals(2 * 2 * 3, rgb.length);
    assertPixel(0xff, 0x88, 0x11, rgb, 0);
    assertArrayEquals(new byte[] {1, 2, 3}, Arrays.copyOfRange(rgb, 9, 12));
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 36, 52, 64})
  void bmp_endingInItsHeader_saysSo(int size) {
    for (int length = 29; length < 14 + size; length++) {
      byte[] file = Arrays.copyOf(bmp(size, 0), length);
      var e = assertThrows(UnreadableImageException.class, () -> decode(file));
      assertEquals("is a BMP that ends within its header", e.getMessage());
    }
  }

  /** Returns a BMP with two colours: one at the top left, the other at the bottom right. */
  private static byte[] bmp(int headerSize, int compression) {
    ByteBuffer bmp = ByteBuffer.allocate(14 + headerSize + 8 + 8).order(ByteOrder.LITTLE_ENDIAN);
    bmp.putShort((short) 0x4d42).putInt(bmp.capacity()).putInt(0).putInt(14 + headerSize + 8);
    bmp.putInt(headerSize).putInt(2).putInt(2).putShort((short) 1).putShort((short) 8);
    bmp.putInt(compression);
    if (headerSize >= 36) {
      bmp.putInt(46, 2); // colours in the palette
    }
    bmp.position(14 + headerSize);
    bmp.putInt(0x00ff8811).putInt(0x00010203);
    return bmp.putInt(0x00000101).putInt(0x00000100).array();
  }

  @ParameterizedTest
  @CsvSource({"0,0", "13,0", "16,0", "19,0", "65,0", "200,0"})
  void bmp_headerOfAnotherSize_saysSo(int size, int compression) {
    byte[] file = Arrays.copyOf(bmp(40, compression), 400);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(14, size);
    var e = assertThrows(UnreadableImageException.class, () -> decode(file));
    assertTrue(e.getMessage().contains("header has " + size + " bytes, which is not supported"));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5})
  void bmp_compressionOfOs2_saysSo(int compression) {
    var e = assertThrows(UnreadableImageException.class, () -> decode(bmp(64, compression)));
    assertTrue(e.getMessage().contains("OS/2 BMP with compression " + compression), e.getMessage());
  }

  private static void assertLimit(byte[] file, ImageSettings settings, String part) {
    var e = assertThrows(UnreadableImageException.class, () -> HeaderReader.read(file, settings));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  private static void assertPixel(int red, int green, int blue, byte[] rgb, int tolerance) {
    int[] actual = {rgb[0] & 0xff, rgb[1] & 0xff, rgb[2] & 0xff};
    int[] expected = {red, green, blue};
    for (int c = 0; c < 3; c++) {
      assertEquals(expected[c], actual[c], tolerance, Arrays.toString(actual));
    }
  }

  private static byte[] decode(byte[] file) throws Exception {
    return decode(new ImageData.Encoded(file));
  }

  private static byte[] decode(ImageData data) throws Exception {
    return Decoded.of(PIPELINE.get(), data, View.ALL).rgb();
  }
}
