import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export const languages = ['en', 'es'] as const;
export type Language = (typeof languages)[number];

const KEPT_AS = 'asiento.language';

const load: Record<Language, () => Promise<{ default: object }>> = {
  en: () => import('./en.json'),
  es: () => import('./es.json'),
};

/** Starts in the language kept from the last visit, else in the browser's. */
export async function startLanguage(): Promise<void> {
  const language = keptLanguage() ?? (navigator.language.startsWith('es') ? 'es' : 'en');
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    interpolation: { escapeValue: false },
    resources: { [language]: { translation: (await load[language]()).default } },
  });
  document.documentElement.lang = language;
}

export async function changeLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation'))
    i18next.addResourceBundle(language, 'translation', (await load[language]()).default);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  localStorage.setItem(KEPT_AS, language);
}

function keptLanguage(): Language | undefined {
  const kept = localStorage.getItem(KEPT_AS);
  return languages.find((language) => language === kept);
}
