package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.runtime.GraphSession;
import io.github.inceptionv2.internal.runtime.NativeException;
import io.github.inceptionv2.internal.runtime.NativeScope;
import io.github.inceptionv2.internal.runtime.Tensors;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/** Decodes any image to a tensor of pixels, with the decoder that reads its format correctly. */
final class ImageDecoder {

  private final GraphSession session;
  private final ImageSettings settings;
  private final PixelBudget budget;

  ImageDecoder(GraphSession session, ImageSettings settings) {
    this.session = session;
    this.settings = settings;
    this.budget = new PixelBudget(settings.maxPixels());
  }

  /**
   * Decoded pixels, in stored order.
   *
   * @param tensor uint8 RGB, shape [height, width, 3]
   * @param orientation the EXIF orientation, 1 to 8
   * @param ratio the divisor of the size
   * @param isIncomplete true if some pixels are gray because the file is truncated
   */
  record Pixels(TUint8 tensor, int orientation, int ratio, boolean isIncomplete) {}

  /**
   * Decodes an image.
   *
   * @param ratio returns the divisor of a JPEG's size: 1, 2, 4 or 8
   * @param scope owns the tensor and the share of the pixel budget
   */
  Pixels decode(ImageData image, ToIntFunction<ImageHeader> ratio, NativeScope scope)
      throws IOException, UnreadableImageException {
    if (image instanceof ImageData.Buffered buffered) {
      return handedOver(BufferedImages.pixels(buffered.image()), scope);
    } else if (image instanceof ImageData.Pixels raw) {
      return handedOver(
          raw.order().pixels(raw.bytes(), raw.height(), raw.width(), raw.stride()), scope);
    }
    byte[] file =
        image instanceof ImageData.File path
            ? path.read(settings).bytes()
            : ((ImageData.Encoded) image).bytes();
    ImageHeader header = HeaderReader.read(file, settings);
    int divisor = ratio.applyAsInt(header);
    scope.add(budget.take(header.weight()));
    try {
      TUint8 pixels = scope.add(decode(file, header, divisor));
      return new Pixels(pixels, header.orientation(), divisor, false);
    } catch (UnreadableImageException e) {
      TUint8 part = decodePart(file, header, divisor, e, scope);
      return new Pixels(part, header.orientation(), divisor, true);
    }
  }

  /** Copies pixels that the application decoded, up to the same limit as for files. */
  private Pixels handedOver(PixelSource pixels, NativeScope scope) throws UnreadableImageException {
    long count = (long) pixels.height() * pixels.width();
    if (pixels.height() < 1 || pixels.width() < 1 || count > settings.maxPixels()) {
      throw new UnreadableImageException(
          String.format(
              Locale.ROOT,
              "is an image of %dx%d pixels, expected at least 1x1 and at most maxPixels = %d",
              pixels.width(),
              pixels.height(),
              settings.maxPixels()));
    }
    scope.add(budget.take(count));
    return new Pixels(scope.add(PixelCopy.toRgb(pixels, settings.background())), 1, 1, false);
  }

  private TUint8 decode(byte[] file, ImageHeader header, int ratio)
      throws IOException, UnreadableImageException {
    return switch (header.format()) {
      case JPEG -> decodeNatively(file, header, ImageGraph.decodedJpeg(ratio));
      case PNG -> decodePng(file, header);
      case GIF -> toRgb(GifDecoder.decode(file, header));
      case BMP -> toRgb(BufferedImages.pixels(BmpDecoder.decode(file, header)));
      case OTHER -> toRgb(BufferedImages.pixels(ImageIoDecoder.decode(file, header)));
      case WEBP -> toRgb(BufferedImages.pixels(WebpDecoder.decode(file, header)));
    };
  }

  /**
   * Decodes the pixels that a truncated file has, if the settings accept such files; otherwise
   * throws {@code problem}, with advice if the format allows it.
   */
  private TUint8 decodePart(
      byte[] file,
      ImageHeader header,
      int ratio,
      UnreadableImageException problem,
      NativeScope scope)
      throws IOException, UnreadableImageException {
    if (!settings.acceptsIncomplete()) {
      throw FileCompletion.supports(header.format()) ? withAdvice(problem) : problem;
    }
    Optional<CompletedFile> completed = FileCompletion.of(file, header);
    if (completed.isEmpty()) {
      throw problem;
    }
    TUint8 pixels = scope.add(decode(completed.get().bytes(), header, ratio));
    completed.get().missing().paint(pixels.asRawTensor().data());
    return pixels;
  }

  private static UnreadableImageException withAdvice(UnreadableImageException problem) {
    return new UnreadableImageException(
        problem.getMessage()
            + "; if it is truncated, acceptsIncomplete (--accept-incomplete on the command line)"
            + " uses the pixels that it has",
        problem);
  }

  private TUint8 toRgb(PixelSource pixels) throws UnreadableImageException {
    return PixelCopy.toRgb(pixels, settings.background());
  }

  private TUint8 decodePng(byte[] file, ImageHeader header) throws UnreadableImageException {
    if (!header.hasAlpha() || settings.ignoresAlpha()) {
      return decodeNatively(file, header, ImageGraph.DECODED_RGB);
    }
    try (TUint8 rgba = decodeNatively(file, header, ImageGraph.DECODED_RGBA)) {
      return Alpha.toRgb(rgba, settings.background());
    }
  }

  private TUint8 decodeNatively(byte[] file, ImageHeader header, String decoder)
      throws UnreadableImageException {
    try (TString contents = Tensors.ofString(file)) {
      // The tensor outlives the result, which owns nothing else.
      return (TUint8)
          session.run(Map.of(ImageGraph.CONTENTS, contents), List.of(decoder), List.of()).get(0);
    } catch (NativeException e) {
      throw new UnreadableImageException(
          "is a damaged " + header.format() + " (" + firstLine(e.getMessage()) + ")", e);
    }
  }

  private static String firstLine(String message) {
    return message == null ? "no reason given" : message.lines().findFirst().orElse("");
  }
}
