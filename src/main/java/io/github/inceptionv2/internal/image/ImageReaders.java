package io.github.inceptionv2.internal.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds {@code javax.imageio} readers that the application provides.
 *
 * <p>The JDK fills its registry only once, through the class loader of the first thread that uses
 * it. In a servlet container, this happens before any application is loaded; elsewhere, the first
 * thread may belong to a pool without the application's class loader. So the search begins with
 * this library's class loader, continues with the thread's class loader, and ends in the registry.
 */
final class ImageReaders {

  private static final Logger LOG = LoggerFactory.getLogger(ImageReaders.class);

  /** The maximum number of entries to try, which bounds the search past broken entries. */
  private static final int MAX_PROVIDERS = 1000;

  private ImageReaders() {}

  /** The providers that this library's class loader sees, which do not change. */
  private static final class Own {
    private static final List<ImageReaderSpi> PROVIDERS =
        providers(ImageReaders.class.getClassLoader());
  }

  /** Returns a new reader for a format, which the caller disposes of. */
  static Optional<ImageReader> of(String format) {
    return Stream.<Supplier<Stream<ImageReader>>>of(
            () -> readers(Own.PROVIDERS, format),
            () -> readers(providers(Thread.currentThread().getContextClassLoader()), format),
            () -> registered(format))
        .flatMap(Supplier::get)
        .findFirst();
  }

  /** Returns a new reader that accepts the content of a file; the caller disposes of the reader. */
  static Optional<ImageReader> ofContent(byte[] file) {
    return Stream.<Supplier<Stream<ImageReaderSpi>>>of(
            Own.PROVIDERS::stream,
            () -> providers(Thread.currentThread().getContextClassLoader()).stream(),
            ImageReaders::registered)
        .flatMap(Supplier::get)
        .flatMap(provider -> reader(provider, file).stream())
        .findFirst();
  }

  private static Stream<ImageReaderSpi> registered() {
    Iterator<ImageReaderSpi> all =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
    Stream.Builder<ImageReaderSpi> providers = Stream.builder();
    all.forEachRemaining(providers);
    return providers.build();
  }

  private static Optional<ImageReader> reader(ImageReaderSpi provider, byte[] file) {
    try (ImageInputStream in = new ByteArrayImageInput(file)) {
      return provider.canDecodeInput(in)
          ? Optional.of(provider.createReaderInstance())
          : Optional.empty();
    } catch (IOException | RuntimeException | StackOverflowError | LinkageError e) {
      LOG.debug("cannot ask {} whether it reads a file; trying another", provider, e);
      return Optional.empty();
    }
  }

  private static Stream<ImageReader> registered(String format) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    return readers.hasNext() ? Stream.of(readers.next()) : Stream.empty();
  }

  private static List<ImageReaderSpi> providers(ClassLoader loader) {
    List<ImageReaderSpi> providers = new ArrayList<>();
    Iterator<ImageReaderSpi> all = ServiceLoader.load(ImageReaderSpi.class, loader).iterator();
    for (int i = 0; i < MAX_PROVIDERS; i++) {
      try {
        if (!all.hasNext()) {
          break;
        }
        providers.add(all.next());
      } catch (ServiceConfigurationError | LinkageError e) {
        LOG.debug("cannot load a provider of javax.imageio; skipping it", e);
      }
    }
    return providers;
  }

  private static Stream<ImageReader> readers(List<ImageReaderSpi> providers, String format) {
    return providers.stream().flatMap(provider -> reader(provider, format).stream());
  }

  private static Optional<ImageReader> reader(ImageReaderSpi provider, String format) {
    try {
      return Arrays.asList(provider.getFormatNames()).contains(format)
          ? Optional.of(provider.createReaderInstance())
          : Optional.empty();
    } catch (IOException | RuntimeException | LinkageError e) {
      LOG.debug("cannot create a reader of {}; trying another", provider, e);
      return Optional.empty();
    }
  }
}
