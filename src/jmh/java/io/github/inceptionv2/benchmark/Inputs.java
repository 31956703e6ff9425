package io.github.inceptionv2.benchmark;

import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.internal.network.QuantizedOnnxFile;
import io.github.inceptionv2.internal.network.QuantizedOnnxFile.Form;
import io.github.inceptionv2.internal.onnx.OnnxFile;
import io.github.inceptionv2.internal.onnx.OnnxNetwork;
import io.github.inceptionv2.internal.weights.EstimatedRanges;
import io.github.inceptionv2.internal.weights.FoldedWeights;
import io.github.inceptionv2.internal.weights.QuantizedWeights;
import io.github.inceptionv2.internal.weights.ReferenceWeights;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** The files of all measurements: the same weights in each format, and the same photographs. */
final class Inputs {

  /** Number of photographs that callers take in turn: as many as one measurement processes. */
  private static final int PHOTOS = 16;

  private static final int CLASSES = 1001;
  private static final int GREATEST_WEIGHT = 127;
  private static final int LARGE_WIDTH = 4000;
  private static final int LARGE_HEIGHT = 3000;
  private static final float CAMERA_QUALITY = 0.9f;

  /** Gray levels of noise, up or down. */
  private static final int NOISE = 8;

  private Inputs() {}

  static Path module(Path work) {
    return work.resolve("module");
  }

  static Path onnx(Path work) {
    return work.resolve("inception-v2.onnx");
  }

  static Path onnxInt8(Path work) {
    return work.resolve("inception-v2-int8.onnx");
  }

  static Path onnxInt8Operators(Path work) {
    return work.resolve("inception-v2-int8-operators.onnx");
  }

  static Path djl(Path work) {
    return work.resolve("djl");
  }

  static Path large(Path work) {
    return work.resolve("large.jpg");
  }

  /** Writes the network in all formats, and a photograph of 12 megapixels. */
  static void write(Path work, List<Path> photos) throws Exception {
    ModelSource.untrained().writeModule(module(work));
    ReferenceWeights weights = new ReferenceWeights(CLASSES);
    FoldedWeights folded = new FoldedWeights(weights);
    OnnxFile.write(
        OnnxNetwork.build(CLASSES, OnnxNetwork.Layout.CHANNELS_FIRST, folded::read), onnx(work));
    QuantizedWeights quantized = new QuantizedWeights(folded::read, GREATEST_WEIGHT);
    writeInt8(weights, quantized, Form.QDQ, onnxInt8(work));
    writeInt8(weights, quantized, Form.QOPERATOR, onnxInt8Operators(work));
    Files.createDirectories(djl(work));
    DjlContender.write(djl(work), name -> weights.read(name));
    writeLarge(photos, large(work));
  }

  private static void writeInt8(
      ReferenceWeights weights, QuantizedWeights quantized, Form form, Path to) throws IOException {
    OnnxFile.write(
        QuantizedOnnxFile.graph(
            CLASSES, name -> values(quantized, name), EstimatedRanges.of(weights), form),
        to);
  }

  private static float[] values(QuantizedWeights weights, String name) {
    try {
      return weights.read(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the largest photograph, enlarged to the size, colours and noise of a camera's. */
  private static void writeLarge(List<Path> photos, Path to) throws IOException {
    Path largest = photos.stream().max(Comparator.comparingLong(Inputs::size)).orElseThrow();
    BufferedImage photo = ImageIO.read(largest.toFile());
    BufferedImage large = new BufferedImage(LARGE_WIDTH, LARGE_HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = large.createGraphics();
    canvas.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    canvas.drawImage(photo, 0, 0, LARGE_WIDTH, LARGE_HEIGHT, null);
    canvas.dispose();
    addNoise(((DataBufferInt) large.getRaster().getDataBuffer()).getData());
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
    ImageWriteParam settings = writer.getDefaultWriteParam();
    settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    settings.setCompressionQuality(CAMERA_QUALITY);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(to.toFile())) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(large, null, null), settings);
    } finally {
      writer.dispose();
    }
  }

  private static void addNoise(int[] pixels) {
    Random random = new Random(1);
    for (int i = 0; i < pixels.length; i++) {
      int noise = random.nextInt(2 * NOISE + 1) - NOISE;
      int noisy = 0;
      for (int shift = 16; shift >= 0; shift -= 8) {
        int value = Math.max(0, Math.min(255, (pixels[i] >> shift & 0xff) + noise));
        noisy |= value << shift;
      }
      pixels[i] = noisy;
    }
  }

  /** Returns all JPEG files under {@code directory}, sorted by name. */
  static List<Path> photos(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      List<Path> photos =
          paths.filter(path -> path.toString().matches("(?i).*\\.jpe?g")).sorted().toList();
      if (photos.isEmpty()) {
        throw new IOException(directory + " has no JPEG files; name a directory of photographs");
      }
      return photos;
    }
  }

  /** Returns photographs of all sizes among {@code photos}, small and large in turn. */
  static List<byte[]> sample(List<Path> photos) throws IOException {
    List<Path> bySize = new ArrayList<>(photos);
    bySize.sort(Comparator.comparingLong(Inputs::size));
    List<byte[]> sample = new ArrayList<>();
    for (int i = 0; i < PHOTOS; i++) {
      int shuffled = i * 7 % PHOTOS;
      sample.add(Files.readAllBytes(bySize.get(shuffled * bySize.size() / PHOTOS)));
    }
    return sample;
  }

  private static long size(Path file) {
    return file.toFile().length();
  }
}
