package io.github.inceptionv2.internal.image;

import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import javax.imageio.ImageIO;

/**
 * A server in a JVM of its own. It fills the JDK's registry of readers, then loads an application
 * with another class loader and calls it on a thread of the JVM's pool.
 *
 * <p>Arguments: the location of the reader ({@code beside} the library, {@code thread} for the
 * thread's class loader, or nowhere), the application's class path, and a WebP. Prints the decoded
 * size or the reason for a failure.
 */
final class WebpReaderProbe {

  private WebpReaderProbe() {}

  public static void main(String[] arguments) throws Exception {
    if (Arrays.asList(ImageIO.getReaderFormatNames()).contains("webp")) {
      throw new AssertionError("the server has a WebP reader");
    }
    List<URL> library = new ArrayList<>();
    List<URL> reader = new ArrayList<>();
    for (String entry : arguments[1].split(File.pathSeparator)) {
      URL url = new File(entry).toURI().toURL();
      reader.add(url);
      if (arguments[0].equals("beside") || !entry.contains("webp-imageio")) {
        library.add(url);
      }
    }
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader application = loader(library, platform);
        URLClassLoader apart = loader(reader, platform)) {
      ForkJoinPool.commonPool()
          .submit(
              () -> {
                if (arguments[0].equals("thread")) {
                  Thread.currentThread().setContextClassLoader(apart);
                }
                System.out.println(decode(application, new File(arguments[2])));
                return null;
              })
          .get();
    }
  }

  private static URLClassLoader loader(List<URL> urls, ClassLoader parent) {
    return new URLClassLoader(urls.toArray(URL[]::new), parent);
  }

  private static String decode(ClassLoader application, File file) throws Exception {
    Class<?> type = application.loadClass(WebpReaderProbe.class.getPackageName() + ".WebpSize");
    Method method = type.getDeclaredMethod("of", File.class);
    method.setAccessible(true);
    return (String) method.invoke(null, file);
  }
}
