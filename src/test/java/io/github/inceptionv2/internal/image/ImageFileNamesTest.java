package io.github.inceptionv2.internal.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFileNamesTest {

  @ParameterizedTest
  @CsvSource({
    "a.jpg,true", "a.JPEG,true", "a.jfif,true", "a.JPE,true", "a.jif,true", "b/a.b.png,true",
    "a.gif,true", "a.bmp,true", "a.webp,true", "a.tiff,false", "jpg,false", "a.jpg.txt,false",
    "/,false", "a.,false"
  })
  void name_isJudgedByItsExtension(String name, boolean isImage) {
    assertEquals(isImage, ImageFileNames.isImage(Path.of(name)));
  }
}
