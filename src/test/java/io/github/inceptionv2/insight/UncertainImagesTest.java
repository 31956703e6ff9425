package io.github.inceptionv2.insight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.Prediction;
import io.github.inceptionv2.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UncertainImagesTest {

  @TempDir private Path directory;

  private static List<Prediction> classes(float first, float second) {
    return List.of(
        new Prediction(0, "a", Optional.empty(), first, 1),
        new Prediction(1, "b", Optional.empty(), second, 0));
  }

  @Test
  void entries_manyImages_smallestMarginFirst() {
    UncertainImages images = new UncertainImages(3);
    for (int i = 0; i < 10; i++) {
      int shuffled = i * 7 % 10;
      images.add(Path.of(shuffled + ".jpg"), classes(0.5f + shuffled / 32f, 0.5f - shuffled / 32f));
    }

    assertEquals(
        List.of(Path.of("0.jpg"), Path.of("1.jpg"), Path.of("2.jpg")),
        images.entries().stream().map(UncertainImages.Entry::file).toList());
    assertEquals(2 / 16.0, images.entries().get(2).margin());
  }

  @Test
  void add_oneClass_isRefused() {
    UncertainImages images = new UncertainImages(1);
    assertThrows(
        IllegalArgumentException.class,
        () -> images.add(Path.of("a"), classes(1, 0).subList(0, 1)));
    assertThrows(IllegalArgumentException.class, () -> new UncertainImages(0));
  }

  @Test
  void of_modelAndFiles_skipsUnreadableImages() throws IOException {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      files.add(Files.write(directory.resolve(i + ".png"), Golden.png(i, 48, 48)));
    }
    files.add(1, Files.writeString(directory.resolve("broken.png"), "text"));
    try (InceptionV2 model = InceptionV2.load(ModelSource.untrained())) {
      List<UncertainImages.Entry> all = UncertainImages.of(model, files, 9);

      assertEquals(4, all.size());
      for (UncertainImages.Entry entry : all) {
        List<Prediction> top = model.classify(entry.file(), 2);
        assertEquals(top.get(0).label(), entry.first().label());
        assertEquals(top.get(1).label(), entry.second().label());
      }
      assertTrue(all.get(0).margin() <= all.get(3).margin());
      assertEquals(all.subList(0, 2), UncertainImages.of(model, files, 2));
    }
  }
}
