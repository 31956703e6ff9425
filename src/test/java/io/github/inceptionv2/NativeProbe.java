package io.github.inceptionv2;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens a model in a JVM that may not allow it, and prints the outcome. */
public final class NativeProbe {

  private NativeProbe() {}

  /** Opens a model; given cache directories, opens one for each, in a new class loader. */
  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      open();
    }
    for (String cache : args) {
      System.setProperty("org.bytedeco.javacpp.cachedir", cache);
      openInLoaderOfItsOwn();
    }
  }

  private static void openInLoaderOfItsOwn() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(Path.of(path).toUri().toURL());
    }
    ClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    Class<?> probe = loader.loadClass(NativeProbe.class.getName());
    probe.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
  }

  private static void open() throws Exception {
    try (InceptionV2 model = InceptionV2.load(ModelSource.untrained())) {
      ImageSource image = ImageSource.ofRgb(new float[32 * 32 * 3], ImageSize.square(32));
      System.out.println("computed " + model.logits(image).length);
    } catch (NativeLibraryException e) {
      System.out.println(e.getMessage());
    }
  }
}
